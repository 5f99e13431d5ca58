"""The embedded engine for several machines: each has a copy of the index, and one at a time writes for all.

A question looks first whether the copy is that of the shelf, and fetches what is new. A copy that cannot be brought up
to date answers nothing: an old index could count what was closed since.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import time

from filelock import FileLock, Timeout
from markupsafe import Markup

from forum.search.engine import Hits, IndexBusy, IndexDocument, Query
from forum.search.folder import IndexFolder
from forum.search.shelf import Shelf, Taken, checksum
from forum.search.whoosh_engine import WhooshEngine

log = logging.getLogger(__name__)
SPARED = 600.0  # seconds: another process of this machine may still be reading an older file
# The files of a Whoosh index: parts, which never change, and tables of contents, numbered.
_OURS = re.compile(r"(?:MAIN_[a-z0-9]+\.\w+|_MAIN_\d+\.toc|versions\.json)")
_TABLE = re.compile(r"_MAIN_(\d+)\.toc")
Writing = Callable[[], AbstractContextManager[None]]


class SharedEngine:
    """A SearchEngine whose index lies on a shelf, with a copy in one folder of this machine."""

    def __init__(self, folder: Path, shelf: Shelf, writing: Writing, lock_seconds: float = 10.0) -> None:
        """`writing` holds the lock that lets one machine write; it raises IndexBusy."""
        self._folder = IndexFolder(folder, lock_seconds)
        self._copy = WhooshEngine(folder, lock_seconds)
        self._shelf = shelf
        self._writing = writing
        self._seen: int | None = None

    def search(self, query: Query) -> Hits:
        """See SearchEngine.search."""
        if not query.labels or not (query.text.strip() or query.narrowed):
            return Hits()
        return self._copy.search(query) if self._fresh() else Hits()

    def count(self) -> int:
        """See SearchEngine.count."""
        return self._copy.count() if self._fresh() else 0

    def version_ok(self) -> bool:
        """See SearchEngine.version_ok."""
        return self._fresh() and self._shelf.version() > 0 and self._copy.version_ok()

    def highlight(self, text: str, query_text: str, length: int = 200) -> Markup:
        """See SearchEngine.highlight."""
        return self._copy.highlight(text, query_text, length)

    def close(self) -> None:
        """Let go of the open files."""
        self._copy.close()

    def apply(self, upserts: Iterable[IndexDocument], deletes: Iterable[str] = ()) -> None:
        """See SearchEngine.apply."""
        with self._writing(), self._in_step():
            self._copy.apply(upserts, deletes)
            self._publish()

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        """See SearchEngine.rebuild."""
        with self._writing():
            count = self._copy.rebuild(documents)
            with self._syncing():
                self._publish()
        return count

    # In step with the shelf

    def _fresh(self) -> bool:
        """Bring the copy up to date; False when that cannot be done."""
        try:
            version = self._shelf.version()
            if version == self._seen:
                return True
            with self._in_step():
                return True
        except (IndexBusy, OSError) as error:
            log.warning("the copy of the search index is behind: %s", type(error).__name__)
            return False

    @contextmanager
    def _syncing(self) -> Iterator[None]:
        """One process of this machine at a time changes the copy. Raises IndexBusy."""
        self._folder.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(self._folder.root / "sync.lock", timeout=self._folder.lock_seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise IndexBusy("another process brings the copy up to date") from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _in_step(self) -> Iterator[None]:
        """Bring the copy up to date, and keep it so in the block."""
        with self._syncing():
            with self._shelf.take() as taken:
                if taken.contents.version != self._marked():
                    self._fetch(taken)
                    self._mark(taken.contents.version)
                version = taken.contents.version
            if version != self._seen:
                # Also when another process of this machine fetched it.
                self._copy.look_again()
                self._seen = version
            yield

    def _fetch(self, taken: Taken) -> None:
        contents = taken.contents
        if contents.version == 0:
            return
        folder = self._folder.root / contents.generation
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # The table of contents last: until then the files that it names are not looked at.
        for entry in sorted(contents.entries, key=lambda entry: bool(_TABLE.fullmatch(entry.name))):
            path = folder / entry.name
            if path.exists() and (not _TABLE.fullmatch(entry.name) or checksum(path) == entry.sha256):
                continue
            part = folder / f"{entry.name}.part"
            with part.open("wb") as file:
                for content in taken.read(entry.name):
                    file.write(content)
            if checksum(part) != entry.sha256:
                raise OSError("a file of the index came back changed")
            part.replace(path)
        self._forget(folder, {entry.name for entry in contents.entries})
        if self._folder.current() != folder:
            self._folder.adopt(folder)

    def _forget(self, folder: Path, names: set[str]) -> None:
        """Delete what is not on the shelf: a writer that was killed left it, or it is of before."""
        newest = max((_number(name) for name in names), default=-1)
        for path in folder.iterdir():
            if path.name in names or not _OURS.fullmatch(path.name):
                continue
            if _number(path.name) > newest or time() - path.stat().st_mtime > SPARED:
                path.unlink(missing_ok=True)

    def _publish(self) -> None:
        folder = self._folder.current()
        if folder is None:  # nothing was written
            return
        names = {path.name for path in folder.iterdir() if _OURS.fullmatch(path.name)}
        newest = max((name for name in names if _TABLE.fullmatch(name)), key=_number)
        names = {name for name in names if not _TABLE.fullmatch(name)} | {newest}
        version = self._shelf.put(folder, folder.name, names, after=self._shelf.version())
        if version is None:
            raise IndexBusy("another machine wrote the search index")
        self._mark(version)
        self._seen = version

    def _marked(self) -> int:
        """Which version the copy of this machine is; -1 when it is not known."""
        try:
            return int((self._folder.root / "version").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return -1

    def _mark(self, version: int) -> None:
        part = self._folder.root / "version.part"
        part.write_text(str(version), encoding="ascii")
        part.replace(self._folder.root / "version")


def _number(name: str) -> int:
    found = _TABLE.fullmatch(name)
    return int(found[1]) if found else -1
