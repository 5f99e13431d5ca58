"""What is inside a zip or an OLE container: Word, Excel, an e-book, or just files."""

import struct
import zipfile
import zlib
from pathlib import Path

from forum.storage.archive import BadArchive, open_archive
from forum.storage.known import BY_EXTENSION, BY_MEDIA_TYPE, FileType
from forum.storage.ole import top_names

_ZIP = BY_EXTENSION["zip"]
_MAX_TYPES = 1024 * 1024

# How an Office zip names its main part; a table inside a Word file is named without ".main".
_MAIN_PARTS = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "dotx"),
    (b"ms-word.document.macroEnabled.main+xml", "docm"),
    (b"ms-word.template.macroEnabledTemplate.main+xml", "dotm"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xltx"),
    (b"ms-excel.sheet.macroEnabled.main+xml", "xlsm"),
    (b"ms-excel.template.macroEnabled.main+xml", "xltm"),
    (b"ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
    (b"presentationml.presentation.main+xml", "pptx"),
    (b"presentationml.slideshow.main+xml", "ppsx"),
    (b"presentationml.template.main+xml", "potx"),
    (b"ms-powerpoint.presentation.macroEnabled.main+xml", "pptm"),
    (b"ms-powerpoint.slideshow.macroEnabled.main+xml", "ppsm"),
)
_FOLDERS = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"))
_MAIN_FILES = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx"))
_LOCAL_HEADER = 30  # bytes before the name of a member
_DEFLATED = 8

_OLE_NAMES = (
    ("EncryptedPackage", "ole"),  # Office since 2007 with a password: what is inside cannot be seen
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)


def sniff_zip(path: Path, head: bytes) -> FileType:
    """Say what the zip at `path` is; `head` are its first bytes, for when its end is missing."""
    try:
        with open_archive(path) as archive:
            named = _stated_type(_member(archive, "mimetype", 200))
            return named or _office_type(archive) or _ZIP
    except BadArchive:
        return _damaged_zip(head)


def sniff_ole(path: Path) -> FileType:
    """Say what the OLE container at `path` is."""
    names = top_names(path)
    for name, extension in _OLE_NAMES:
        if name in names:
            return BY_EXTENSION[extension]
    return BY_EXTENSION["ole"]


def _member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Give the first `limit` bytes of a member; empty when it is missing or cannot be read."""
    try:
        with archive.open(name) as member:
            return member.read(limit)
    except (
        KeyError,
        RuntimeError,
        zipfile.BadZipFile,
        NotImplementedError,
        zlib.error,
        EOFError,
        ValueError,
    ):
        return b""


def _stated_type(mimetype: bytes) -> FileType | None:
    """OpenDocument and e-books state their type themselves; any other statement counts for nothing."""
    stated = mimetype.decode("ascii", "replace").strip()
    if stated.startswith(("application/vnd.oasis.opendocument.", "application/epub+zip")):
        return BY_MEDIA_TYPE.get(stated)
    return None


def _main_part(types: bytes) -> FileType | None:
    for mark, extension in _MAIN_PARTS:
        if mark in types:
            return BY_EXTENSION[extension]
    return None


def _office_type(archive: zipfile.ZipFile) -> FileType | None:
    known = _main_part(_member(archive, "[Content_Types].xml", _MAX_TYPES))
    if known:
        return known
    names = {name.lower() for name in archive.namelist()[:5000]}
    for main, extension in _MAIN_FILES:
        if main in names:
            return BY_EXTENSION[extension]
    return None


def _damaged_zip(head: bytes) -> FileType:
    """The end with the list of contents is gone: judge by what lies at the beginning."""
    if head[30:38] == b"mimetype":
        stated = _stated_type(head[38:138].split(b"PK\x03\x04")[0].split(b"PK\x07\x08")[0])
        if stated:
            return stated
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        for mark, extension in _FOLDERS:
            if mark in head:
                return BY_EXTENSION[extension]
        return _main_part(_first_member(head)) or _ZIP
    return _ZIP


def _first_member(head: bytes) -> bytes:
    """Unpack what is there of the first member of a zip; empty when that does not work."""
    if len(head) < _LOCAL_HEADER or head[8] != _DEFLATED:
        return b""
    name, extra = struct.unpack_from("<HH", head, 26)
    try:
        return zlib.decompressobj(-15).decompress(head[_LOCAL_HEADER + name + extra :], _MAX_TYPES)
    except zlib.error:
        return b""
