"""The names at the top of an OLE container: how to tell an old Word file from an old Excel file.

Only the list of contents is read, with a bound on every loop: these files may be made to mislead.
"""

import struct
from pathlib import Path

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END_OF_CHAIN = 0xFFFFFFFA  # this and higher: no further sector
_NO_ENTRY = 0xFFFFFFFF
_ENTRY_SIZE = 128
_HEADER_LINKS = 109
_MAX_SECTORS = 256  # 1,000 entries or more; a message with many attachments has about 300


def top_names(path: Path) -> frozenset[str]:
    """Give the names of the streams and folders directly under the root; empty when it is damaged."""
    try:
        entries = _entries(path)
        return _children_of_root(entries)
    except (struct.error, OSError, ValueError):
        return frozenset()


def _entries(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        header = file.read(512)
        if not header.startswith(MAGIC):
            return []
        (shift,) = struct.unpack_from("<H", header, 30)
        if shift not in (9, 12):
            return []
        size = 1 << shift
        (sector,) = struct.unpack_from("<L", header, 48)
        tables = struct.unpack_from(f"<{_HEADER_LINKS}L", header, 76)
        per_table = size // 4
        found: list[bytes] = []
        for _ in range(_MAX_SECTORS):
            if sector >= _END_OF_CHAIN:
                break
            file.seek((sector + 1) * size)
            data = file.read(size)
            found += [data[at : at + _ENTRY_SIZE] for at in range(0, len(data), _ENTRY_SIZE)]
            table, index = divmod(sector, per_table)
            if len(data) < size or table >= _HEADER_LINKS or tables[table] >= _END_OF_CHAIN:
                break
            file.seek((tables[table] + 1) * size + index * 4)
            (sector,) = struct.unpack("<L", file.read(4))
        return found


def _children_of_root(entries: list[bytes]) -> frozenset[str]:
    """Walk the tree of siblings below the root: an Excel table inside a Word file lies deeper."""
    if not entries:
        return frozenset()
    (first,) = struct.unpack_from("<L", entries[0], 76)
    names: set[str] = set()
    seen: set[int] = set()
    waiting = [first]
    while waiting:
        number = waiting.pop()
        if number == _NO_ENTRY or number in seen or number >= len(entries):
            continue
        seen.add(number)
        entry = entries[number]
        (length,) = struct.unpack_from("<H", entry, 64)
        names.add(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
        waiting += struct.unpack_from("<LL", entry, 68)
    return frozenset(names)
