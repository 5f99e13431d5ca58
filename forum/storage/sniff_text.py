"""Is it text, and which? The name may only choose among kinds that are all harmless-looking text."""

import re

from forum.storage.known import BY_EXTENSION, FileType

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PLAIN = BY_EXTENSION["txt"]

# Web pages, by how a browser recognises them. These are pages whatever their name says.
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|frameset)\b", re.I)
# A fragment may be a page, but also Markdown that starts with a tag: there the name decides.
_FRAGMENT = re.compile(
    r"<(?:script|iframe|meta|link|title|style|h[1-6]|div|font|table|a|b|br|p|img|ul|ol|section|article|center|span)\b",
    re.I,
)
_LEADING = re.compile(
    r"\s+|<\?xml.*?\?>|<!--.*?-->|<!doctype\s+(?!html\b)[^>\[]*(?:\[.*?\]\s*)?>", re.I | re.S
)
_SVG = re.compile(r"<(?:[\w.-]+:)?svg\b", re.I)

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):(?:[ \t]|$)")
_MAIL_HEADERS = frozenset(
    "from to cc subject date received return-path delivered-to message-id mime-version content-type "
    "reply-to sender x-mailer dkim-signature authentication-results x-received".split()
)
_CERTAIN_MAIL = frozenset({"received", "message-id", "mime-version", "return-path"})


def as_text(head: bytes) -> str | None:
    """Give the beginning of a file as text, or None when it is not text at all."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) and not head.startswith(b"\xff\xfe\x00\x00"):
        text = head[: len(head) & ~1].decode("utf-16", "replace")
        return text if "\x00" not in text and text.count("�") * 100 <= len(text) else None
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not head or b"\0" in head:
        return None
    if len(_CONTROL.findall(head)) * 500 > len(head):
        return None
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 3 and error.start > 0:
            return head[: error.start].decode("utf-8")
    # An older Windows text: mostly letters, with here and there an accent.
    high = sum(byte > 0x7F for byte in head)
    return head.decode("cp1252", "replace") if high * 3 <= len(head) else None


def sniff_text(text: str, extension: str) -> FileType:
    """Say which kind of text it is; `extension` is that of the name, small, without a dot."""
    start = _without_lead(text)
    if _SVG.match(start):
        return BY_EXTENSION["svg"]
    if _PAGE.match(start):
        return BY_EXTENSION["html"]
    if text.startswith("%!PS"):
        return BY_EXTENSION["ps"]
    headers = _headers(text)
    if extension in ("eml", "mht", "mhtml") and headers & _MAIL_HEADERS:
        return BY_EXTENSION["eml"]
    if extension in ("htm", "html", "xhtml") and "<" in start[:2000]:
        return BY_EXTENSION["html"]
    if extension in ("md", "markdown"):
        return BY_EXTENSION["md"]
    if extension in ("csv", "tsv", "txt"):
        return BY_EXTENSION[extension]
    if _FRAGMENT.match(start):
        return BY_EXTENSION["html"]
    if re.match(r"\s*<\?xml\b", text) or (start.startswith("<") and extension == "xml"):
        return BY_EXTENSION["xml"]
    if len(headers & _MAIL_HEADERS) > 2 and headers & _CERTAIN_MAIL:
        return BY_EXTENSION["eml"]
    return _PLAIN


def _without_lead(text: str) -> str:
    """Drop what may stand before the first real tag: space, comments, the XML line, the SVG doctype."""
    text = text.lstrip("\ufeff")
    for _ in range(100):
        lead = _LEADING.match(text)
        if lead is None or not lead.group():
            break
        text = text[lead.end() :]
    return text


def _headers(text: str) -> set[str]:
    """Give the small names of the mail-like headers that the text starts with."""
    names: set[str] = set()
    for line in text.splitlines()[:200]:
        if not line.strip():
            break
        if line[0] in " \t" and names:
            continue
        found = _HEADER.match(line)
        if found is None:
            break
        names.add(found.group(1).lower())
    return names
