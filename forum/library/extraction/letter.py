"""E-mail: subject and text. What is attached is not read; a mail that was forwarded whole is."""

from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from forum.library.extraction.encoding import decode, read_some
from forum.library.extraction.sink import Sink
from forum.library.extraction.webpage import page_words

_MAX_PARTS = 500


def read(path: Path, sink: Sink) -> None:
    """Send subject and text to the sink as one page."""
    # The old policy: it never raises for headers that are wrong.
    message = BytesParser(policy=policy.compat32).parsebytes(read_some(path, sink))
    subject = _header(message, "Subject")
    sink.title(subject)
    sink.add(f"{subject}\n\n" if subject else "")
    _read_part(message, sink, [_MAX_PARTS])
    sink.end_page()


def _read_part(part: Message, sink: Sink, left: list[int]) -> None:
    """Send the words of a part, and of the parts inside it, as long as `left` allows."""
    left[0] -= 1
    if left[0] < 0 or part.get_content_disposition() == "attachment":
        return
    children = part.get_payload() if part.is_multipart() else []
    if isinstance(children, list) and children:
        inner = [child for child in children if isinstance(child, Message)]
        if part.get_content_subtype() == "alternative":
            plain = [child for child in inner if child.get_content_type() == "text/plain"]
            inner = plain[:1] or inner[-1:]
        for child in inner:
            _read_part(child, sink, left)
    elif part.get_content_type() in ("text/plain", "text/html"):
        payload = part.get_payload(decode=True)
        text = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
        sink.add(page_words(text)[1] if part.get_content_subtype() == "html" else text)
        sink.add("\n\n")


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    pieces = []
    try:
        for data, charset in decode_header(str(value)):
            pieces.append(decode(data, charset) if isinstance(data, bytes) else data)
    except (HeaderParseError, ValueError):
        return str(value)
    return " ".join("".join(pieces).split())
