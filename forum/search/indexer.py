"""The one that writes the index: drains what was noted, in batches, under the lock of its lane."""

import logging

from sqlalchemy import delete, func, select

from forum.lib.db import db, transaction
from forum.search import documents
from forum.search.current import the_engine
from forum.search.engine import IndexBusy, IndexDamaged, IndexDocument
from forum.search.models import IndexChange

log = logging.getLogger(__name__)
BATCH = 200  # notes that are looked at together
STEP = 20  # that are loaded together
# After so many characters a commit follows: half a second of work. What somebody adds while a thousand documents are
# imported waits for one such part, not for all.
CHARACTERS = 400_000


def drain() -> int:
    """Bring the index up to date; returns how many notes were done.

    A missing, damaged or outdated index is built again first. A killed writer loses nothing: a note is only
    taken away after the index has it.
    """
    done = 0
    if not the_engine().version_ok():
        done += rebuild()
    while notes := _next_notes():
        try:
            notes = _apply(notes)
        except IndexDamaged:
            log.warning("the search index is damaged: building it again")
            done += rebuild()
        except IndexBusy as error:
            log.warning("the search index waits: %s", str(error))
            return done
        else:
            _done([note.id for note in notes])
            done += len(notes)
    return done


def rebuild() -> int:
    """Build the index anew from the database while the site stays up; returns the number of notes it did.

    Raises:
        IndexBusy: another process keeps writing.
    """
    newest = db.session.scalar(select(func.max(IndexChange.id))) or 0
    before = db.session.scalar(select(func.count(IndexChange.id))) or 0
    db.session.rollback()
    count = the_engine().rebuild(documents.everything())
    log.info("search index built: %s documents", count)
    with transaction():
        # What was noted while we built is not in it for certain: it stays.
        db.session.execute(delete(IndexChange).where(IndexChange.id <= newest))
    return before


def _next_notes() -> list[IndexChange]:
    """What was closed or opened first, since it is hidden until then; then the newest, since somebody looks for it."""
    order = (IndexChange.access.desc(), IndexChange.id.desc())
    notes = list(db.session.scalars(select(IndexChange).order_by(*order).limit(BATCH)))
    for note in notes:
        db.session.expunge(note)
    db.session.rollback()
    return notes


def _apply(notes: list[IndexChange]) -> list[IndexChange]:
    """Let the index learn these, or as many of them as half a second allows; returns which."""
    upserts: list[IndexDocument] = []
    keys: set[str] = set()
    done = 0
    while done < len(notes) and sum(map(_size, upserts)) < CHARACTERS:
        step = notes[done : done + STEP]
        done += len(step)
        wanted = _wanted(step)
        keys |= {documents.key(subject, row_id) for subject, ids in wanted.items() for row_id in ids}
        for subject, ids in wanted.items():
            upserts.extend(documents.load(subject, ids))
        db.session.rollback()
    the_engine().apply(upserts, keys - {document.key for document in upserts})
    return notes[:done]


def _wanted(notes: list[IndexChange]) -> dict[str, set[int]]:
    wanted: dict[str, set[int]] = {}
    for note in notes:
        wanted.setdefault(note.subject, set()).add(note.subject_id)
    moved = {note.subject_id for note in notes if note.subject == "item" and note.access}
    if moved:
        wanted.setdefault("reply", set()).update(documents.replies_of(moved))
    return wanted


def _size(document: IndexDocument) -> int:
    return len(document.body) + sum(map(len, document.passages))


def _done(ids: list[int]) -> None:
    with transaction():
        db.session.execute(delete(IndexChange).where(IndexChange.id.in_(ids)))


def count() -> int:
    """How many documents the index holds."""
    return the_engine().count()
