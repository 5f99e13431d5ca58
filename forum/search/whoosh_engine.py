"""The embedded engine: Whoosh keeps the index on disk; how it is asked and scored is our own.

Reading is shared by the threads of a process and guarded by one lock, since Whoosh's files remember where
they are. Nothing that is wrong with an index reaches the reader of a page: no index, no hits.
"""

import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from markupsafe import Markup
from whoosh import index as whoosh_index
from whoosh.index import TOC

from forum.lib.room import cannot_keep
from forum.search.answer import answer
from forum.search.codec import Codec
from forum.search.engine import Hits, IndexBusy, IndexDamaged, IndexDocument, Query
from forum.search.folder import IndexFolder
from forum.search.fragments import fragment
from forum.search.schema import make_schema, record
from forum.search.segments import Part, Remembered, Segment
from forum.search.tidy import open_index

log = logging.getLogger(__name__)
_WRITER_MEMORY = 128  # MB
_ATTEMPTS = 10
Answer = TypeVar("Answer")


class WhooshEngine:
    """A SearchEngine in one folder. Any process may read; the file lock lets one write."""

    def __init__(self, folder: str | Path, lock_seconds: float = 10.0) -> None:
        self._folder = IndexFolder(Path(folder), lock_seconds)
        self._guard = threading.RLock()
        self._generation: Path | None = None
        self._index: Any = None
        self._commit = -1
        self._segments: list[Segment] = []
        self._parts: dict[str, Part] = {}
        self._remembered = Remembered()

    def search(self, query: Query) -> Hits:
        """See SearchEngine.search."""
        if not query.labels or not (query.text.strip() or query.narrowed):
            return Hits()
        return self._read(lambda segments: answer(query, segments), Hits())

    def count(self) -> int:
        """See SearchEngine.count."""
        return self._read(lambda segments: sum(segment.count() for segment in segments), 0)

    def highlight(self, text: str, query_text: str, length: int = 200) -> Markup:
        """See SearchEngine.highlight."""
        return fragment(text, query_text, length)

    def version_ok(self) -> bool:
        """See SearchEngine.version_ok. Reads a sample of every part that is new, so a damaged file is noticed."""
        generation = self._folder.current()
        if generation is None or not self._folder.versions_match(generation):
            return False
        with self._guard:
            try:
                self._refresh()
                for part in self._parts.values():
                    part.check()
                return all(part.untouched() for part in self._parts.values())
            except _NoIndex:
                return False
            except Exception:
                log.exception("the search index cannot be read")
                self._close()
                return False

    def close(self) -> None:
        """Let go of the open files. The engine can still be used: the next question opens them again."""
        with self._guard:
            self._close()

    def apply(self, upserts: Iterable[IndexDocument], deletes: Iterable[str] = ()) -> None:
        """See SearchEngine.apply. Deletes come first; of two upserts with one key the last counts."""
        fresh = {document.key: document for document in upserts}
        gone = set(deletes) - fresh.keys()
        with self._folder.writing():
            generation = self._folder.current()
            if generation is None or not self._folder.versions_match(generation):
                raise IndexDamaged("there is no index of this version")
            if not fresh and not gone:
                return
            try:
                writer = open_index(generation).writer(limitmb=_WRITER_MEMORY, codec=Codec())
                _write(writer, fresh.values(), gone)
            except Exception as error:
                if cannot_keep(error):  # the index is as it was: building it again would need even more room
                    raise IndexBusy("the search index cannot be written now") from error
                raise IndexDamaged(f"the index cannot be written: {error}") from error

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        """See SearchEngine.rebuild. Of two documents with one key the first counts."""
        with self._folder.writing():
            generation = self._folder.new()
            try:
                writer = whoosh_index.create_in(str(generation), make_schema()).writer(
                    limitmb=_WRITER_MEMORY, codec=Codec()
                )
                seen: set[str] = set()
                try:
                    for document in documents:
                        if document.key not in seen:
                            seen.add(document.key)
                            writer.add_document(**record(document))
                except BaseException:
                    writer.cancel()
                    raise
                writer.commit()
                self._folder.swap(generation)
            except BaseException:
                shutil.rmtree(generation, ignore_errors=True)
                raise
            return len(seen)

    def _read(self, ask: Callable[[Sequence[Segment]], Answer], otherwise: Answer) -> Answer:
        """Ask the segments as they are now; when that cannot be done, log why and give the other answer."""
        with self._guard:
            try:
                self._refresh()
                return ask(self._segments)
            except _NoIndex:
                log.warning("there is no usable search index in %s", self._folder.root)
            except Exception:
                log.exception("the search index cannot be read")
                self._close()
        return otherwise

    def _refresh(self) -> None:
        generation = self._folder.current()
        if generation is None:
            self._close()
            raise _NoIndex
        if generation != self._generation:
            self._close()
            if not self._folder.versions_match(generation):
                raise _NoIndex
            self._index, self._generation = open_index(generation), generation
        if self._index.latest_generation() == self._commit:
            return
        for attempt in range(_ATTEMPTS):
            try:
                self._open_parts()
                break
            except FileNotFoundError:  # a writer merged these parts while we looked
                if attempt == _ATTEMPTS - 1:
                    raise

    def _open_parts(self) -> None:
        """Take the index as the last commit left it: only what is new is opened and read."""
        contents = TOC.read(self._index.storage, self._index.indexname)
        parts: dict[str, Part] = {}
        for segment in contents.segments:
            name = str(segment.segment_id())
            if name not in self._parts:
                self._parts[name] = Part(self._index.storage, contents.schema, segment, self._remembered)
            parts[name] = self._parts[name]
        for name in self._parts.keys() - parts.keys():
            self._parts.pop(name).close()
        self._segments = [
            Segment(parts[str(segment.segment_id())], segment.deleted_docs()) for segment in contents.segments
        ]
        self._commit = contents.generation

    def look_again(self) -> None:
        """Read at the next question what the index consists of, also when nothing says that it changed."""
        with self._guard:
            self._commit = -1

    def _close(self) -> None:
        for part in self._parts.values():
            part.close()
        if self._index is not None:
            self._index.storage.close_files()
        self._index = None
        self._generation, self._commit, self._segments, self._parts = None, -1, [], {}
        self._remembered = Remembered()


class _NoIndex(Exception):
    """Nothing to read yet."""


def _write(writer: Any, documents: Iterable[IndexDocument], gone: Iterable[str]) -> None:
    try:
        for key in gone:
            writer.delete_by_term("key", key)
        for document in documents:
            writer.update_document(**record(document))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
