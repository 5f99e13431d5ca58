"""The folder of the index: which generation is current, who may write, and how a new one is swapped in.

<folder>/current          the name of the generation in use
<folder>/writer.lock      held by the one writer; the system lets go of it when a writer is killed
<folder>/index-<name>/    a Whoosh index with versions.json beside it
"""

import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from forum.search.engine import IndexBusy
from forum.search.schema import versions

_PREFIX = "index-"


class IndexFolder:
    """Paths and locks; knows nothing of what is inside an index."""

    def __init__(self, root: Path, lock_seconds: float = 10.0) -> None:
        self.root = root
        self.lock_seconds = lock_seconds

    def current(self) -> Path | None:
        """The folder of the generation in use, or None when there is none."""
        try:
            name = (self.root / "current").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        path = self.root / name
        return path if name.startswith(_PREFIX) and "/" not in name and path.is_dir() else None

    def versions_match(self, generation: Path) -> bool:
        """Whether this generation was made by the analyzer and schema of this code."""
        try:
            found = json.loads((generation / "versions.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(found == versions())

    def new(self) -> Path:
        """An empty folder for a generation that is not in use yet. Only for the holder of the lock."""
        path = self.root / f"{_PREFIX}{uuid.uuid4().hex[:12]}"
        path.mkdir(parents=True, mode=0o700)
        return path

    def swap(self, generation: Path) -> None:
        """Make a finished generation the current one in a single step, and clear away older ones.

        The one that was current stays until the next swap, for readers that are still busy in it.
        """
        (generation / "versions.json").write_text(json.dumps(versions()), encoding="utf-8")
        self.adopt(generation)

    def adopt(self, generation: Path) -> None:
        """As `swap`, for a generation that says itself which versions made it."""
        before = self.current()
        temporary = self.root / "current.new"
        with temporary.open("w", encoding="utf-8") as file:
            file.write(generation.name)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.root / "current")
        for path in self.root.glob(f"{_PREFIX}*"):
            if path not in (generation, before):
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock. Raises IndexBusy when another process keeps it."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(self.root / "writer.lock", timeout=self.lock_seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise IndexBusy("another process is writing the search index") from error
        try:
            yield
        finally:
            lock.release()
