"""A Whoosh folder that reads parts where they lie, and that can close every file it opened, also when opening an
index went wrong halfway."""

import io
import os
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import FileIndex

_AHEAD = 1024  # bytes; what is read one after the other is small
_PART = ".seg"


class _Window(io.RawIOBase):
    """A stretch of an open file, with a position of its own."""

    def __init__(self, number: int, start: int, length: int) -> None:
        self._number, self._start, self._length = number, start, length
        self._at = 0

    def readable(self) -> bool:
        """See RawIOBase."""
        return True

    def seekable(self) -> bool:
        """See RawIOBase."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """See RawIOBase."""
        at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        if at < 0:
            raise ValueError("before the beginning of the file")
        self._at = at
        return at

    def readinto(self, buffer: Any) -> int:
        """See RawIOBase."""
        room = memoryview(buffer)[: max(0, self._length - self._at)]
        found = os.preadv(self._number, [room], self._start + self._at) if room else 0
        self._at += found
        return found


class PartFile(StructFile):
    """A file inside a file of the index. Whoosh would copy all of it into the memory of each process."""

    def __init__(
        self, number: int, start: int, length: int, name: str, onclose: Callable[[Any], object] | None = None
    ) -> None:
        window = io.BufferedReader(_Window(number, start, length), _AHEAD)
        super().__init__(window, name=name, onclose=onclose)
        self.is_real = False  # it cannot be read past its own end
        self._number, self._start, self._length = number, start, length
        self._whole: PartFile | None = None

    def get(self, position: int, length: int) -> bytes:
        """See StructFile.get."""
        room = min(length, self._length - position)
        return os.pread(self._number, room, self._start + position) if room > 0 and position >= 0 else b""

    def subset(self, offset: int, length: int, name: str | None = None) -> "PartFile":
        """See StructFile.subset."""
        found = PartFile(self._number, self._start + offset, length, name or self._name)
        found._whole = self  # the file stays open as long as something reads it
        return found


def _open_part(path: Path) -> PartFile:
    number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    closed: list[Callable[[], object]] = []
    part = PartFile(number, 0, os.fstat(number).st_size, path.name, lambda _file: closed[0]())
    closed.append(weakref.finalize(part, os.close, number))
    return part


class TidyStorage(FileStorage):
    """Whoosh forgets files that it was opening when it finds them broken; this remembers them."""

    def __init__(self, path: str) -> None:
        super().__init__(path, supports_mmap=False)
        self._opened: list[weakref.ref[Any]] = []

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """See FileStorage.open_file."""
        if name.endswith(_PART):
            file: Any = _open_part(Path(self.folder) / name)
        else:
            file = super().open_file(name, **kwargs)
        self._opened = [one for one in self._opened if one() is not None]
        self._opened.append(weakref.ref(file))
        return file

    def close_files(self) -> None:
        """Close whatever is still open."""
        for one in self._opened:
            file = one()
            if file is not None and not getattr(file, "is_closed", False):
                file.close()
        self._opened = []


def open_index(generation: Path) -> FileIndex:
    """The index in this folder. Raises whatever Whoosh raises when there is none or it is damaged."""
    storage = TidyStorage(str(generation))
    try:
        return FileIndex(storage)
    except BaseException:
        storage.close_files()
        raise
