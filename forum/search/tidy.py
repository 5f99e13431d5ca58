"""A Whoosh folder that can close every file it opened, also when opening an index went wrong halfway."""

import weakref
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex


class TidyStorage(FileStorage):
    """Whoosh forgets files that it was opening when it finds them broken; this remembers them."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._opened: list[weakref.ref[Any]] = []

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """See FileStorage.open_file."""
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
