"""Import a folder of files as documents: read with two processes, stored in small transactions.

A file is only recorded together with its text, so whatever interrupts an import leaves whole documents;
the next run skips what is there already, by checksum within the group.
"""

import errno
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import file_digest

from flask import Flask, current_app

from forum.access import Action, Reader, get_visible, reader_for, require, visible
from forum.core.group import Group
from forum.core.user import User
from forum.lib.db import db, transaction
from forum.lib.errors import Invalid
from forum.library import service, uploads
from forum.library.extraction import run
from forum.library.extraction.outcome import Extraction
from forum.library.models import Document
from forum.library.tree import Found, LeftOut, Skipped
from forum.library.uploads import Upload

READERS = 2
# Documents and characters in one transaction, and the seconds after which fewer will do: while it is written, others wait.
BATCH = 20
MOST_TEXT = 1_000_000
PATIENCE = 3.0
# Not the file is at fault but the place where we keep files: going on makes no sense.
_OURS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class Outcome(StrEnum):
    ADDED = "added"
    PRESENT = "already there"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one path. `reason` says why it was refused, or why an added document has no text."""

    shown: str
    outcome: Outcome
    reason: str = ""
    title: str = ""
    pages: int = 0
    public_id: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    found: Found
    upload: Upload
    extraction: Extraction


class Import:
    """One run of the import, by one person into one group, which they may write in.

    Raises Forbidden (here or later, when they lose that right half way).
    """

    def __init__(self, reader: Reader, group: Group) -> None:
        require(reader, Action.ITEM_CREATE, group)
        self._user_id = reader.user_id
        self._group_id = group.id
        self._known = checksums(reader, group)
        self._titles = titles(reader, group)
        db.session.rollback()

    def run(self, entries: Iterable[Found | Skipped]) -> Iterator[Result]:
        """Import the entries; gives a result for each, as they come."""
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        done: list[_Read] = []
        since = time.monotonic()
        pool = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        try:
            for outcome in _ahead(pool, app, entries, self._known):
                if isinstance(outcome, Result):
                    yield outcome
                else:
                    done.append(outcome)
                if done and (_is_large(done) or time.monotonic() - since > PATIENCE):
                    yield from self._add(done)
                    done, since = [], time.monotonic()
            yield from self._add(done)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _add(self, batch: list[_Read]) -> list[Result]:
        """Record a batch in one transaction, as the person may at this moment."""
        if not batch:
            return []
        added: set[str] = set()
        with transaction():
            reader = reader_for(db.session.get(User, self._user_id))
            group = get_visible(Group, self._group_id, reader)
            results = []
            for read in batch:
                if read.upload.sha256 in self._known | added:
                    results.append(_present(read.found, read.upload.sha256))
                else:
                    results.append(self._add_one(reader, group, read))
                    if results[-1].outcome == Outcome.ADDED:
                        added.add(read.upload.sha256)
        self._known |= added
        return results

    def _add_one(self, reader: Reader, group: Group, read: _Read) -> Result:
        themes = [read.found.theme] if read.found.theme else []
        extraction = read.extraction
        if extraction.title in self._titles:
            # A template left the same title in all of them: then the name of the file tells more.
            extraction = replace(extraction, title=None)
        try:
            with db.session.begin_nested():
                document = service.add_document(
                    reader, read.upload, group=group, theme_names=themes, extraction=extraction
                )
        except Invalid as error:
            return Result(read.found.shown, Outcome.REFUSED, error.message)
        self._titles.add(document.title)
        return Result(
            read.found.shown,
            Outcome.ADDED,
            extraction.reason.value if extraction.reason else "",
            document.title,
            document.page_count,
            document.public_id,
            document.sha256,
        )


def _is_large(batch: list[_Read]) -> bool:
    text = sum(len(page) for read in batch for page in read.extraction.pages)
    return len(batch) >= BATCH or text >= MOST_TEXT


def checksums(reader: Reader, group: Group) -> set[str]:
    """The checksums of the documents in `group` that `reader` may read."""
    query = visible(Document, reader).where(Document.group_id == group.id)
    return set(db.session.scalars(query.with_only_columns(Document.sha256)))


def titles(reader: Reader, group: Group) -> set[str]:
    """The titles of the documents in `group` that `reader` may read."""
    query = visible(Document, reader).where(Document.group_id == group.id)
    return set(db.session.scalars(query.with_only_columns(Document.title)))


def _ahead(
    pool: ThreadPoolExecutor, app: Flask, entries: Iterable[Found | Skipped], known: set[str]
) -> Iterator[_Read | Result]:
    """Read a few files ahead, in order: neither one by one, nor a whole folder in memory."""
    waiting: deque[Future[_Read | Result] | Result] = deque()
    for entry in entries:
        if isinstance(entry, Skipped):
            waiting.append(Result(entry.shown, Outcome.REFUSED, entry.why.value))
        else:
            waiting.append(pool.submit(_read, app, entry, known))
        if len(waiting) > READERS * 4:
            yield _result(waiting.popleft())
    while waiting:
        yield _result(waiting.popleft())


def _result(waited: Future[_Read | Result] | Result) -> _Read | Result:
    return waited.result() if isinstance(waited, Future) else waited


def _read(app: Flask, found: Found, known: set[str]) -> _Read | Result:
    """Store a file and read its text; touches no database. In a thread of its own: the work is done by the
    process that extracts."""
    try:
        # The walk saw a file; should a link have taken its place since, opening it fails.
        with (
            open(os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file,
            app.app_context(),
        ):
            size = os.fstat(file.fileno()).st_size
            if not size:
                return Result(found.shown, Outcome.REFUSED, LeftOut.EMPTY.value)
            if size > uploads.limit():
                return Result(found.shown, Outcome.REFUSED, LeftOut.TOO_LARGE.value)
            sha256 = file_digest(file, "sha256").hexdigest()
            if sha256 in known:
                return _present(found, sha256)
            file.seek(0)
            upload = uploads.keep(file, os.fsencode(found.path.name).decode("utf-8", "replace"))
            stored = uploads.path_of(upload)
    except OSError as error:
        if error.errno in _OURS:
            raise
        return Result(found.shown, Outcome.REFUSED, LeftOut.UNREADABLE.value)
    except Invalid as error:
        return Result(found.shown, Outcome.REFUSED, error.message)
    return _Read(found, upload, run.extract(stored, upload.type.media_type))


def _present(found: Found, sha256: str) -> Result:
    return Result(found.shown, Outcome.PRESENT, sha256=sha256)
