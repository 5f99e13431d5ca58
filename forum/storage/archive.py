"""Opening a zip that a stranger made, without letting its list of contents fill the memory."""

import struct
import zipfile
from pathlib import Path

MAX_DIRECTORY = 4 * 1024 * 1024  # about 40,000 names; the largest real office file seen has 3,000

_END = b"PK\x05\x06"
_END_SIZE = 22
_END64 = b"PK\x06\x06"
_END64_SIZE = 56
_LOCATOR = b"PK\x06\x07"
_LOCATOR_SIZE = 20


class BadArchive(Exception):
    """This is no zip, a damaged one, or one whose list of contents is too long."""


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open a zip for reading; the caller closes it. Raises BadArchive. Nothing is unpacked here."""
    try:
        _check_directory(path)
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError) as error:
        raise BadArchive(str(error)) from error


def _check_directory(path: Path) -> None:
    """Read the size of the list of contents as zipfile will, before zipfile loads all of it."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        start = max(0, size - 65_536 - _END_SIZE - _LOCATOR_SIZE - _END64_SIZE)
        file.seek(start)
        tail = file.read()
    place = len(tail) - _END_SIZE
    if place < 0 or tail[place : place + 4] != _END or tail[-2:] != b"\0\0":
        place = tail.rfind(_END)
        if place < 0 or len(tail) < place + _END_SIZE:
            raise BadArchive("no end of the list of contents")
    (directory,) = struct.unpack_from("<L", tail, place + 12)
    locator = place - _LOCATOR_SIZE
    record = locator - _END64_SIZE
    if record >= 0 and tail[locator : locator + 4] == _LOCATOR and tail[record : record + 4] == _END64:
        (directory,) = struct.unpack_from("<Q", tail, record + 40)
    if directory > MAX_DIRECTORY:
        raise BadArchive("the list of contents is too long")
