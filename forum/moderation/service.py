"""Report, look, hide, restore, dismiss. Every step checks the scope of the very item (T38) and is logged."""

from dataclasses import asdict, replace
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.access import Action, Reader, find_visible, is_visible, may, opened_by_look, reader_for, require
from forum.core.events import ItemMoved
from forum.core.group import Group
from forum.core.item import Item, Reply
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, flush
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.moderation.faces import GroupFace, PersonFace
from forum.moderation.models import About, Decision, LogEntry, Look, Report, ReportState
from forum.moderation.subjects import Contribution, Ids, Subject
from forum.work import outbox

LOOK = timedelta(minutes=30)
LONGEST_REASON = 1000
DECIDED = "moderation.decided"


def report(reader: Reader, subject: Subject, reason: str) -> Report:
    """Tell the managers and moderators about `subject`, which `reader` can read.

    A second report of the same thing by the same person while the first is open adds to that one.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: no reason, or one that is too long.
    """
    require(reader, Action.REPORT)
    reason = _checked(reason, _("Schrijf kort wat er mis is."))
    reporter_id = _who(reader)
    # One at a time for each person, so that two clicks at once do not make two.
    db.session.execute(select(User.id).where(User.id == reporter_id).with_for_update())
    ids = asdict(subject.ids)
    mine = db.session.scalars(
        select(Report)
        .filter_by(**ids)
        .where(Report.reporter_id == reporter_id, Report.state == ReportState.OPEN)
    ).first()
    if mine is not None:
        mine.reason = reason
        return mine
    made = Report(reporter_id=reporter_id, reason=reason, **ids)
    db.session.add(made)
    flush()
    _log(reader, "report", subject.ids, report_id=made.id)
    return made


def on_item_moved(event: ItemMoved) -> None:
    """What still has to be decided goes along when those who had to decide move it: then it is for the managers of where
    the item stands now.

    Who wrote it could take it to a group of their own, and read there who reported them. Then it is for the moderators
    of the site alone, and stays so wherever it goes.
    """
    mover = reader_for(db.session.get(User, event.actor_id) if event.actor_id else None)
    waiting = [Report.item_id == event.item_id, Report.state == ReportState.OPEN]
    managed = event.from_group_id in mover.manager_of
    if managed:
        waiting.append(Report.group_id == event.from_group_id)
    group_id = event.to_group_id if managed else None
    db.session.execute(update(Report).where(*waiting).values(group_id=group_id))


def may_decide(reader: Reader, found: Report) -> bool:
    """Whether `reader` has this report on their worklist.

    Of a contribution: the managers of its group, and site moderators. Of a group or a person: site moderators, but
    nobody about themselves or about a group that they manage.
    """
    if found.about in (About.ITEM, About.REPLY):
        return reader.moderator or found.group_id in reader.manager_of
    concerned = (
        found.person_id == reader.user_id
        if found.about == About.PERSON
        else (found.group_id in reader.manager_of)
    )
    return reader.moderator and not concerned


def look(reader: Reader, found: Report) -> Look:
    """Open the reported thing for this moderator, for half an hour, and write it down.

    Raises:
        NotFound: `reader` is no site moderator, so the report is not theirs to open.
    """
    if not may(reader, Action.SITE_MODERATE) or not may_decide(reader, found):
        raise NotFound
    granted = Look(report_id=found.id, moderator_id=_who(reader), expires_at=clock.now() + LOOK)
    db.session.add(granted)
    flush()
    _log(reader, "look", _where_it_stands(found), report_id=found.id)
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


def hide(reader: Reader, subject: Contribution, reason: str) -> None:
    """Hide something without a report: for managers of its group.

    Raises:
        Forbidden: `reader` does not manage the group.
        Invalid: no reason, or it is hidden already.
    """
    require(reader, Action.MODERATE, subject.item)
    reason = _checked(reason, _("Schrijf een reden. De schrijver krijgt die te lezen."))
    _carry_out(reader, subject, Decision.HIDE, reason, None)


def ids_of(found: Report) -> Ids:
    """Which rows a report is about."""
    return Ids(found.item_id, found.reply_id, found.person_id, found.group_id)


def _where_it_stands(found: Report) -> Ids:
    """As `ids_of`, in the group where an item stands now: its managers see the look, whoever has to decide."""
    if found.item_id is None:
        return ids_of(found)
    place = select(Item.group_id).where(Item.id == found.item_id)  # door: for whose log it is
    return replace(ids_of(found), group_id=db.session.scalar(place))


def _carry_out(
    reader: Reader, subject: Subject, decision: Decision, reason: str, report_id: int | None
) -> None:
    if decision == Decision.HIDE:
        subject.hide()
    elif decision == Decision.RESTORE:
        subject.restore()
    entry = _log(reader, decision.value, subject.ids, report_id=report_id, reason=reason)
    if decision != Decision.DISMISS:
        for person_id in subject.concerns():
            outbox.enqueue(DECIDED, entry_id=entry.id, receiver_id=person_id)


def _log(reader: Reader, action: str, ids: Ids, *, report_id: int | None, reason: str = "") -> LogEntry:
    entry = LogEntry(actor_id=_who(reader), action=action, report_id=report_id, reason=reason, **asdict(ids))
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
    if found.about == About.PERSON:
        person = find_visible(User, found.person_id or 0, reader)
        return PersonFace(person) if person else None
    if found.about == About.GROUP:
        group = find_visible(Group, found.group_id or 0, reader)
        return GroupFace(group) if group else _opened(reader, found)
    readable = (
        is_visible(Reply, found.reply_id, reader)
        if found.reply_id
        else is_visible(Item, found.item_id or 0, reader)
    )
    return _load(found) if readable else _opened(reader, found)


def _opened(reader: Reader, found: Report) -> Subject | None:
    granted = active_look(reader, found)
    if granted is None:
        return None
    until = granted.expires_at
    if found.about == About.GROUP:
        return GroupFace(opened_by_look(Group, found.group_id or 0, reader, until))
    item = opened_by_look(Item, found.item_id or 0, reader, until)
    reply = opened_by_look(Reply, found.reply_id, reader, until) if found.reply_id else None
    return Contribution(item, reply)


def _load(found: Report) -> Contribution:
    item = db.session.get_one(Item, found.item_id)  # door: is_visible said yes just now
    reply = db.session.get_one(Reply, found.reply_id) if found.reply_id else None  # door: as above
    return Contribution(item, reply)


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
