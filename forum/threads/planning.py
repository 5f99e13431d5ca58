"""Post at a later time: a draft that was confirmed, and that the worker posts as its owner when it is time.

What waits is a draft, not an item: nobody but its owner knows of it by any way, and when they may no longer write there it
is still their text. It is posted with what holds at that moment (who the owner is, what the group is), in one transaction
with everything that follows from posting.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from forum.access import Reader, find_visible, reader_for
from forum.core import kinds
from forum.core.draft import SavedDraft
from forum.core.events import PlannedNotPosted
from forum.core.group import Group
from forum.core.item import Item
from forum.core.kinds import Posting
from forum.core.user import User
from forum.lib import clock, events
from forum.lib.db import attempt, db, flush, transaction
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.threads import drafts

log = logging.getLogger(__name__)
WITHIN = timedelta(days=366)
FIELD = "publish_at"


class _TriedOut(Exception):
    pass


def moment(typed: datetime, closes_on: date | None = None) -> datetime:
    """The moment that `typed`, read from a Dutch clock, names.

    Raises:
        Invalid: it is over, more than a year away, skipped by the clock, or on or after the last day to vote.
    """
    named = typed.replace(tzinfo=clock.AMSTERDAM).astimezone(UTC)
    if clock.local(named).replace(tzinfo=None) != typed:
        raise Invalid(
            _("Die tijd is er niet: de klok gaat dan een uur vooruit. Kies een andere tijd."), FIELD
        )
    if named <= clock.now():
        raise Invalid(_("Kies een tijd die nog komt."), FIELD)
    if named > clock.now() + WITHIN:
        raise Invalid(_("Kies een tijd binnen een jaar."), FIELD)
    if closes_on is not None and closes_on <= typed.date():
        raise Invalid(_("Kies een laatste dag die na het plaatsen komt."), "closes_on")
    return named


def try_out(save: Callable[[], object]) -> None:
    """Do `save` and undo it: whether it would be refused is known now, when somebody is there to mend it.

    Raises:
        Forbidden, Invalid: what `save` raises.
    """
    try:
        with attempt():
            save()
            raise _TriedOut
    except _TriedOut:
        pass


def plan(draft: SavedDraft | None, at: datetime, attached: Sequence[str], group: Group | None) -> None:
    """Let `draft` be posted at `at` as it is now. What its owner keeps later does not change what is posted."""
    if draft is None:
        raise Invalid(_("Er is nog niets om op te slaan. Schrijf eerst iets."))
    preset = str(group.preset) if group else None
    draft.plan = {"fields": dict(draft.fields), "attached": list(attached), "preset": preset}
    draft.publish_at, draft.failed_at = at, None
    flush()


def is_newer(draft: SavedDraft) -> bool:
    """Whether its owner changed something after it was planned."""
    return draft.publish_at is not None and draft.plan is not None and draft.plan["fields"] != draft.fields


def cancel(reader: Reader, public_id: str) -> None:
    """Do not post a draft of `reader` by itself. Raises NotFound."""
    draft = drafts.get_draft(public_id, reader)
    draft.publish_at = draft.plan = None


def post_now(reader: Reader, public_id: str) -> Item:
    """Post a planned draft of `reader` now.

    Raises:
        NotFound: there is no such draft (any more).
        Invalid: it cannot be posted as it was planned.
    """
    draft = drafts.get_draft(public_id, reader)
    try:
        with attempt():
            return _post(reader, draft)
    except (Forbidden, NotFound) as error:
        raise Invalid(_("Dit kun je daar niet meer plaatsen. Je tekst is er nog.")) from error


def post_due() -> int:
    """Post every draft whose time has come; gives how many. Called every minute; may run twice at once.

    One that cannot be posted stays with its owner, says so on their list, and they are told.
    """
    due = SavedDraft.publish_at <= clock.now()
    query = select(SavedDraft.id).where(due)  # door: the worker
    ids = db.session.scalars(query.order_by(SavedDraft.publish_at)).all()
    db.session.rollback()
    posted = 0
    for draft_id in ids:
        try:
            with transaction():
                posted += _post_due(draft_id)
        except Exception as error:  # noqa: BLE001 - one that cannot be posted does not keep the others waiting
            log.info("a planned draft was not posted: %s", type(error).__name__)
            with transaction():
                _give_back(draft_id)
    return posted


def _post_due(draft_id: int) -> int:
    draft = _held(draft_id)
    if draft is None or draft.publish_at is None or draft.publish_at > clock.now():
        return 0  # another run posted it, or its owner changed their mind
    _post(reader_for(db.session.get(User, draft.owner_id)), draft)
    return 1


def _give_back(draft_id: int) -> None:
    draft = _held(draft_id)
    if draft is not None and draft.publish_at is not None:
        draft.publish_at = draft.plan = None
        draft.failed_at = draft.updated_at = clock.now()
        events.publish(PlannedNotPosted(draft.id))


def _held(draft_id: int) -> SavedDraft | None:
    query = select(SavedDraft).where(SavedDraft.id == draft_id)  # door: the worker, as its owner
    return db.session.scalars(query.with_for_update()).one_or_none()


def _post(reader: Reader, draft: SavedDraft) -> Item:
    """Post `draft` as `reader`, its owner, with the rights that they have now; the draft goes."""
    kind = kinds.find(draft.kind)
    if kind is None or kind.restored is None or kind.post is None or draft.plan is None:
        raise NotFound
    group = find_visible(Group, draft.group_public_id, reader) if draft.group_public_id else None
    if draft.group_public_id and group is None:
        raise NotFound
    if (str(group.preset) if group else None) != draft.plan["preset"]:
        # It was confirmed for other readers.
        raise Invalid(_("Wie de groep mag zien, is veranderd. Open je concept en kijk wie het kan lezen."))
    fields = draft.plan["fields"]
    form = kind.restored(reader, MultiDict([(name, value) for name in fields for value in fields[name]]))
    if not form.validate():
        raise Invalid(_("Dit kun je zo niet plaatsen. Open je concept en kijk het na."))
    posting = Posting(form.audience.data or None, draft.plan["attached"], form.public_id_for(reader.user_id))
    item: Item = kind.post(reader, form, group, posting)
    db.session.delete(draft)
    flush()
    return item
