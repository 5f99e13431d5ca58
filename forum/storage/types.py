"""What a file is, by its content. The name is believed only to tell one kind of text from another.

A wrong answer is not dangerous by itself (files are served as attachments that a browser may not sniff),
but it decides which parser reads the file and what people see.
"""

import re
from pathlib import Path, PurePosixPath

import puremagic

from forum.storage.known import BY_EXTENSION, BY_MEDIA_TYPE, UNKNOWN, FileType
from forum.storage.ole import MAGIC as OLE_MAGIC
from forum.storage.sniff_container import sniff_ole, sniff_zip
from forum.storage.sniff_text import as_text, sniff_text

__all__ = ["FileType", "detect"]

HEAD = 64 * 1024
_LIKELY = 0.3

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"\0\0\1\0", "ico"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),
    (b"\x1f\x8b\x08", "gz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
)
# Brands in an ISO media file that mean a still picture
_BRANDS = {
    b"heic": "heic",
    b"heix": "heic",
    b"mif1": "heic",
    b"heim": "heic",
    b"avif": "avif",
    b"avis": "avif",
}
# A PDF may start with some rubbish, but then it must go on like a PDF.
_LATE_PDF = re.compile(rb"%PDF-\d\.\d.*?\d+ +\d+ +obj\b", re.S)


def detect(path: Path, filename: str) -> FileType:
    """Say what the file at `path` is; `filename` is the name the sender gave it (never opened).

    What is not recognised is application/octet-stream. Raises OSError when the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        return UNKNOWN
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return sniff_zip(path, head)
    if head.startswith(OLE_MAGIC):
        return sniff_ole(path)
    extension = _by_magic(head)
    if extension:
        return BY_EXTENSION[extension]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{\\rt"):
        return BY_EXTENSION["rtf"]
    late = head.find(b"%PDF-", 0, 1024 + 5)
    if late >= 0 and _LATE_PDF.match(head, late):
        return BY_EXTENSION["pdf"]
    text = as_text(head)
    if text is not None:
        return sniff_text(text, PurePosixPath(filename.replace("\\", "/")).suffix.lower().lstrip("."))
    return _by_puremagic(head)


def _by_magic(head: bytes) -> str | None:
    for mark, extension in _MAGIC:
        if head.startswith(mark):
            return extension
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    if (
        head[:2] == b"BM"
        and head[6:10] == b"\0\0\0\0"
        and len(head) > 26
        and head[14] in (12, 40, 64, 108, 124)
    ):
        return "bmp"
    if head[257:262] == b"ustar":
        return "tar"
    return None


def _by_puremagic(head: bytes) -> FileType:
    """Sound, video, fonts and such. What has a check of its own above is not believed here."""
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    for guess in guesses:
        media_type = str(guess.mime_type or "").lower()
        if guess.confidence < _LIKELY or "/" not in media_type or media_type in BY_MEDIA_TYPE:
            continue
        if media_type.startswith(("audio/", "video/", "font/", "application/", "image/vnd.")):
            extension = str(guess.extension).rpartition(".")[2].lower()
            return FileType(media_type, extension or UNKNOWN.extension, (extension or UNKNOWN.label).upper())
    return UNKNOWN
