"""Report, look, hide, restore, dismiss. Every step checks the scope of the very item (T38) and is logged."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum.access import Action, Reader, is_visible, may, opened_by_look, require
from forum.core.events import ItemChanged, ReplyChanged
from forum.core.item import Item, Reply, State
from forum.lib import clock
from forum.lib.db import db, flush
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.events import publish
from forum.moderation.models import Decision, LogEntry, Look, Report, ReportState
from forum.threads import counts
from forum.work import outbox

LOOK = timedelta(minutes=30)
LONGEST_REASON = 1000
DECIDED = "moderation.decided"


@dataclass(frozen=True)
class Subject:
    """What was reported: an item, or one reply on it."""

    item: Item
    reply: Reply | None

    @property
    def state(self) -> State:
        return State(self.reply.state if self.reply else self.item.state)

    @property
    def author_id(self) -> int:
        return self.reply.author_id if self.reply else self.item.author_id


def report(reader: Reader, subject: Subject, reason: str) -> Report:
    """Tell the managers and moderators about `subject`, which `reader` can read.

    A second report of the same thing by the same person while the first is open adds to that one.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: no reason, or one that is too long.
    """
    require(reader, Action.REPORT, subject.item)
    reason = _checked(reason, _("Schrijf kort wat er mis is."))
    mine = db.session.scalars(
        select(Report).where(
            Report.reporter_id == reader.user_id,
            Report.item_id == subject.item.id,
            Report.reply_id == (subject.reply.id if subject.reply else None),
            Report.state == ReportState.OPEN,
        )
    ).first()
    if mine is not None:
        mine.reason = reason
        return mine
    made = Report(
        item_id=subject.item.id,
        reply_id=subject.reply.id if subject.reply else None,
        group_id=subject.item.group_id,
        reporter_id=_who(reader),
        reason=reason,
    )
    db.session.add(made)
    flush()
    _log(reader, "report", subject, report_id=made.id)
    return made


def may_decide(reader: Reader, found: Report) -> bool:
    """Whether `reader` has this report on their worklist: a manager of its group, or a site moderator."""
    return reader.moderator or found.group_id in reader.manager_of


def look(reader: Reader, found: Report) -> Look:
    """Open the reported thing for this moderator, for half an hour, and write it down.

    Raises:
        NotFound: `reader` is no site moderator, so the report is not theirs to open.
    """
    if not may(reader, Action.SITE_MODERATE):
        raise NotFound
    granted = Look(report_id=found.id, moderator_id=_who(reader), expires_at=clock.now() + LOOK)
    db.session.add(granted)
    _write(reader, "look", found.item_id, found.reply_id, found.group_id, found.id)
    flush()
    return granted


def decide(reader: Reader, found: Report, subject: Subject, decision: str | None, reason: str) -> None:
    """Hide, restore or dismiss what was reported; the author hears why.

    `subject` was obtained by the reader's right to read it, or by a look.

    Raises:
        Forbidden: the report is not theirs to decide.
        Invalid: no such decision, no reason, or it does not fit the state of the subject.
    """
    if not may_decide(reader, found):
        raise Forbidden
    if decision not in list(Decision):
        raise Invalid(_("Kies wat je wilt doen."), "decision")
    reason = _checked(reason, _("Schrijf een reden. De schrijver krijgt die te lezen."))
    _carry_out(reader, subject, Decision(decision), reason, found.id)
    found.state = ReportState.DECIDED
    found.decision = Decision(decision)
    found.decided_at = clock.now()
    found.decided_by_id = reader.user_id


def hide(reader: Reader, subject: Subject, reason: str) -> None:
    """Hide something without a report: for managers of its group.

    Raises:
        Forbidden: `reader` does not manage the group.
        Invalid: no reason, or it is hidden already.
    """
    require(reader, Action.MODERATE, subject.item)
    reason = _checked(reason, _("Schrijf een reden. De schrijver krijgt die te lezen."))
    _carry_out(reader, subject, Decision.HIDE, reason, None)


def _carry_out(
    reader: Reader, subject: Subject, decision: Decision, reason: str, report_id: int | None
) -> None:
    wanted = {Decision.HIDE: State.HIDDEN, Decision.RESTORE: State.PUBLISHED}.get(decision)
    if wanted is not None:
        needed = State.PUBLISHED if wanted == State.HIDDEN else State.HIDDEN
        if subject.state != needed:
            raise Invalid(_("Dit is intussen veranderd. Bekijk het opnieuw."), "decision")
        _set_state(subject, wanted)
    entry = _log(reader, decision.value, subject, report_id=report_id, reason=reason)
    if wanted is not None:
        outbox.enqueue(DECIDED, entry_id=entry.id)


def _set_state(subject: Subject, state: State) -> None:
    if subject.reply is None:
        subject.item.state = state
        flush()
        publish(ItemChanged(subject.item.id, access=True))
        return
    subject.reply.state = state
    flush()
    counts.recount(subject.item.id)
    publish(ReplyChanged(subject.reply.id, subject.item.id, access=True))


def _log(
    reader: Reader, action: str, subject: Subject, *, report_id: int | None, reason: str = ""
) -> LogEntry:
    reply_id = subject.reply.id if subject.reply else None
    return _write(reader, action, subject.item.id, reply_id, subject.item.group_id, report_id, reason)


def _write(
    reader: Reader,
    action: str,
    item_id: int,
    reply_id: int | None,
    group_id: int | None,
    report_id: int | None,
    reason: str = "",
) -> LogEntry:
    entry = LogEntry(
        actor_id=_who(reader),
        action=action,
        item_id=item_id,
        reply_id=reply_id,
        group_id=group_id,
        report_id=report_id,
        reason=reason,
    )
    db.session.add(entry)
    flush()
    return entry


def active_look(reader: Reader, found: Report) -> Look | None:
    """The look of this moderator on this report that is not over yet, or None."""
    return db.session.scalars(
        select(Look)
        .where(Look.report_id == found.id, Look.moderator_id == reader.user_id, Look.expires_at > clock.now())
        .order_by(Look.id.desc())
        .limit(1)
    ).first()


def subject_for(reader: Reader, found: Report) -> Subject | None:
    """What was reported, when `reader` can read it or has a look on it; else None."""
    readable = (
        is_visible(Reply, found.reply_id, reader)
        if found.reply_id
        else is_visible(Item, found.item_id, reader)
    )
    if readable:
        return _load(found)
    granted = active_look(reader, found)
    if granted is None:
        return None
    item = opened_by_look(Item, found.item_id, reader, granted.expires_at)
    reply = opened_by_look(Reply, found.reply_id, reader, granted.expires_at) if found.reply_id else None
    return Subject(item, reply)


def _load(found: Report) -> Subject:
    item = db.session.get_one(Item, found.item_id)  # door: is_visible said yes just now
    reply = db.session.get_one(Reply, found.reply_id) if found.reply_id else None  # door: as above
    return Subject(item, reply)


def _who(reader: Reader) -> int:
    if reader.user_id is None:
        raise Forbidden
    return reader.user_id


def _checked(reason: str, message: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid(message, "reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(_("Gebruik hoogstens %(most)s tekens.", most=LONGEST_REASON), "reason")
    return reason
