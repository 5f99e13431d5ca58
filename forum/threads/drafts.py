"""What somebody is still writing: kept while they write, theirs alone, gone when it is posted."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, ScalarSelect, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from forum.access import Reader, find_visible, get_visible, visible
from forum.attachments.service import describe
from forum.core.attachment import Attachment
from forum.core.draft import DraftFor, SavedDraft
from forum.core.user import User
from forum.lib import clock, ids
from forum.lib.db import db, flush, transaction
from forum.lib.errors import Invalid, NotFound

KEPT_FOR = timedelta(days=90)
MOST = 100
LONGEST = 150_000  # all fields together: a text of the largest size, with what stands around it
# They say how a form is sent, not what somebody wrote.
NO_CONTENT = frozenset({"submission", "audience", "held", "detach"})

Fields = Mapping[str, list[str]]
# Kinds whose form holds a file before there is an item: from owner and the form's text to its checksum, or None.
_held: dict[str, Callable[[int, str], str | None]] = {}


def register_held(kind: str, checksum_of: Callable[[int, str], str | None]) -> None:
    """Let `checksum_of(owner_id, text)` say which file the field `held` of a form of `kind` holds. Wiring does this."""
    _held[kind] = checksum_of


@dataclass(frozen=True)
class Purpose:
    """What a form is for. `submission` tells one new text from another; whoever edits has one draft of it."""

    what: DraftFor
    kind: str
    group: str | None = None
    item: str | None = None
    reply: str | None = None
    submission: str = ""

    def slot(self) -> str:
        """The name of its place among the drafts of one person."""
        return ids.public_id_from(hashlib.sha256(repr(self).encode("utf-8", "replace")).digest())


def save(
    owner_id: int, purpose: Purpose, fields: Fields, attached: Mapping[str, str | None] | None = None
) -> SavedDraft | None:
    """Keep `fields` (name → values) as the draft of `owner_id` for `purpose`, instead of what was kept before.

    `attached` are their uploads that are attached to nothing yet: public id → new words for a picture, or None to leave
    those. The draft holds them from now on, in place of those that it held. None, and nothing changes, when nothing was
    written.

    Raises:
        NotFound: the account is closed.
        Invalid: it is too long, or they have too many drafts.
    """
    owner = db.session.get(User, owner_id)
    if owner is None or not owner.active:
        raise NotFound
    if sum(len(value) for values in fields.values() for value in values) > LONGEST:
        raise Invalid(_("Deze tekst is te lang om op te slaan. Maak hem korter."))
    files = _files(owner_id, attached or {})
    held = next((_checksum(purpose, owner_id, value) for value in fields.get("held", [])), None)
    written = [value for name, values in fields.items() if name not in NO_CONTENT for value in values]
    if not any(value.strip() for value in written) and not files and held is None:
        return None
    draft = _row(owner_id, purpose)
    draft.fields = {name: list(values) for name, values in fields.items()}
    draft.held_sha256, draft.updated_at = held, clock.now()
    flush()
    here = select(Attachment.id).where(Attachment.draft_id == draft.id)  # door: by owner
    let_go = set(db.session.scalars(here)) - {file.id for file in files}
    if let_go:  # only then: to say that files change makes the pages of visitors old
        db.session.execute(update(Attachment).where(Attachment.id.in_(let_go)).values(draft_id=None))
    for file in files:
        file.draft_id = draft.id
    flush()
    return draft


def _files(owner_id: int, attached: Mapping[str, str | None]) -> list[Attachment]:
    query = select(Attachment).where(  # door: by owner
        Attachment.uploader_id == owner_id,
        Attachment.public_id.in_(list(attached)),
        Attachment.item_id.is_(None),
        Attachment.reply_id.is_(None),
    )
    files = db.session.scalars(query).all() if attached else []
    for file in files:
        if (words := attached[file.public_id]) is not None:
            describe(file, words)
    return list(files)


def _checksum(purpose: Purpose, owner_id: int, value: str) -> str | None:
    checksum_of = _held.get(purpose.kind)
    return checksum_of(owner_id, value) if checksum_of and value else None


def _row(owner_id: int, purpose: Purpose) -> SavedDraft:
    """The draft in this slot, made when there is none."""
    slot = purpose.slot()
    here = select(SavedDraft).where(  # door: by owner
        SavedDraft.owner_id == owner_id, SavedDraft.slot == slot
    )
    if (found := db.session.scalars(here.with_for_update()).one_or_none()) is not None:
        return found
    owned = select(func.count(SavedDraft.id)).where(SavedDraft.owner_id == owner_id)  # door: by owner
    if (db.session.scalar(owned) or 0) >= MOST:
        raise Invalid(_("Je hebt al %(most)s concepten. Gooi er eerst een paar weg.", most=MOST))
    made = SavedDraft(
        owner_id=owner_id,
        slot=slot,
        purpose=purpose.what,
        kind=purpose.kind,
        group_public_id=purpose.group,
        item_public_id=purpose.item,
        reply_public_id=purpose.reply,
        fields={},
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:  # two tabs at once
        return db.session.scalars(here).one()
    return made


def get_draft(public_id: str, reader: Reader) -> SavedDraft:
    """A draft of `reader`. Raises NotFound when there is none, or it is somebody else's."""
    return get_visible(SavedDraft, public_id, reader)


def find_draft(public_id: str, reader: Reader, purpose: Purpose) -> SavedDraft | None:
    """The draft of `reader` with this id when it is for such a form in such a place, else None."""
    draft = find_visible(SavedDraft, public_id, reader)
    place = (purpose.what, purpose.kind, purpose.group, purpose.item, purpose.reply)
    return draft if draft is not None and _place(draft) == place else None


def list_for(reader: Reader, purpose: Purpose, limit: int = 3) -> list[SavedDraft]:
    """The drafts of `reader` for such a form in such a place, newest first."""
    what, kind, group, item, reply = (
        SavedDraft.purpose == purpose.what,
        SavedDraft.kind == purpose.kind,
        SavedDraft.group_public_id.is_(None)
        if purpose.group is None
        else SavedDraft.group_public_id == purpose.group,
        SavedDraft.item_public_id.is_(None)
        if purpose.item is None
        else SavedDraft.item_public_id == purpose.item,
        SavedDraft.reply_public_id.is_(None)
        if purpose.reply is None
        else SavedDraft.reply_public_id == purpose.reply,
    )
    query = visible(SavedDraft, reader).where(what, kind, group, item, reply)
    newest_first = query.order_by(SavedDraft.updated_at.desc(), SavedDraft.id.desc())
    return list(db.session.scalars(newest_first.limit(limit)))


def newest_reply(reader: Reader, item_public_id: ColumnElement[str]) -> ScalarSelect[str]:
    """The public id of the reply that `reader` is still writing on an item, as one value for a query that asks for more."""
    query = visible(SavedDraft, reader).where(
        SavedDraft.purpose == DraftFor.REPLY, SavedDraft.item_public_id == item_public_id
    )
    newest_first = query.order_by(SavedDraft.updated_at.desc(), SavedDraft.id.desc()).limit(1)
    return newest_first.with_only_columns(SavedDraft.public_id).scalar_subquery()


def list_all(reader: Reader) -> list[SavedDraft]:
    """Every draft of `reader`, newest first: never more than `MOST`."""
    query = visible(SavedDraft, reader).order_by(SavedDraft.updated_at.desc(), SavedDraft.id.desc())
    return list(db.session.scalars(query))


def files_of(reader: Reader, draft: SavedDraft) -> list[Attachment]:
    """The files that a draft of `reader` holds, in order."""
    query = visible(Attachment, reader).where(
        Attachment.draft_id == draft.id, Attachment.item_id.is_(None), Attachment.reply_id.is_(None)
    )
    return list(db.session.scalars(query.order_by(Attachment.id)))


def forget(reader: Reader, purpose: Purpose) -> None:
    """What was written for `purpose` is posted: its draft goes, in the same transaction."""
    if reader.user_id is not None:
        own = SavedDraft.owner_id == reader.user_id, SavedDraft.slot == purpose.slot()
        db.session.execute(delete(SavedDraft).where(*own))


def discard(reader: Reader, public_id: str) -> None:
    """Throw a draft of `reader` away. Raises NotFound."""
    db.session.delete(get_draft(public_id, reader))
    flush()


def forget_old() -> None:
    """Delete what nobody touched for 90 days; called every minute, cheap when there is nothing."""
    # What will be posted by itself is not forgotten before.
    old = (SavedDraft.updated_at < clock.now() - KEPT_FOR) & SavedDraft.publish_at.is_(None)
    anything = db.session.scalars(select(SavedDraft.id).where(old).limit(1)).first()  # door: housekeeping
    if anything is None:
        db.session.rollback()
        return
    with transaction():
        db.session.execute(delete(SavedDraft).where(old))


def is_used(sha256: str) -> bool:
    """Whether a draft holds the bytes with this checksum: for housekeeping."""
    query = select(SavedDraft.id).where(SavedDraft.held_sha256 == sha256)  # door: housekeeping
    return db.session.scalar(query.limit(1)) is not None


def texts_of(draft: SavedDraft) -> list[list[str]]:
    """What was written, field by field, to read and copy."""
    kept = [values for name, values in draft.fields.items() if name not in NO_CONTENT]
    return [written for values in kept if (written := [value for value in values if value.strip()])]


def _place(draft: SavedDraft) -> tuple[str, str, str | None, str | None, str | None]:
    return (
        DraftFor(draft.purpose),
        draft.kind,
        draft.group_public_id,
        draft.item_public_id,
        draft.reply_public_id,
    )
