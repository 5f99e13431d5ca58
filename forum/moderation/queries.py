"""Reading reports and the log: for the managers of a group and for site moderators, nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from forum.access import Reader, visible
from forum.core.group import Group, Preset
from forum.core.item import Item, Reply, State
from forum.core.user import User
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.pages import PER_PAGE, Page, offset
from forum.moderation.models import LogEntry, Report, ReportState

MOST_LOOKS = 100


@dataclass(frozen=True)
class ReportLine:
    """A report on the worklist. `title` and `group_name` are None where this reader may not read them."""

    public_id: str
    what: str
    title: str | None
    group_name: str | None
    reason: str
    reporter_name: str
    created_at: datetime
    open: bool


@dataclass(frozen=True)
class LogLine:
    at: datetime
    actor_name: str
    sentence: str
    reason: str
    title: str | None


def _mine(reader: Reader) -> ColumnElement[bool]:
    everything = true() if reader.moderator else false()
    return or_(everything, Report.group_id.in_(reader.manager_of))


def _still_there() -> ColumnElement[bool]:
    """What was reported was not deleted by its author since: nobody reads that any more, nor decides on it."""
    gone_items = select(Item.id).where(Item.state == State.DELETED)  # door: only to leave them out
    gone_replies = select(Reply.id).where(Reply.state == State.DELETED)  # door: as above
    return and_(
        Report.item_id.not_in(gone_items),
        or_(Report.reply_id.is_(None), Report.reply_id.not_in(gone_replies)),
    )


def has_worklist(reader: Reader) -> bool:
    """Whether `reader` decides about anything at all."""
    return reader.moderator or bool(reader.manager_of)


def get_report(reader: Reader, public_id: str) -> Report:
    """The report with this id. Raises NotFound when it is not on the worklist of `reader`."""
    found = db.session.scalars(
        select(Report).where(Report.public_id == public_id, _mine(reader))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_reports(reader: Reader, *, open_only: bool, page: int) -> Page[ReportLine]:
    """The worklist of `reader`, oldest open report first, or the decided ones, newest first."""
    state = ReportState.OPEN if open_only else ReportState.DECIDED
    where = [Report.state == state, _mine(reader)]
    if open_only:
        where.append(_still_there())
    total = db.session.scalar(select(func.count()).select_from(Report).where(*where)) or 0
    order = Report.id.asc() if open_only else Report.id.desc()
    rows = db.session.execute(
        select(Report, User.name)
        .join(User, User.id == Report.reporter_id)
        .where(*where)
        .order_by(order)
        .limit(PER_PAGE)
        .offset(offset(page))
    ).all()
    titles = _titles(reader, [report.item_id for report, _name in rows])
    groups = _groups(reader, [report.group_id for report, _name in rows if report.group_id])
    lines = [
        ReportLine(
            public_id=report.public_id,
            what=_("Een reactie") if report.reply_id else _("Een bijdrage"),
            title=titles.get(report.item_id),
            group_name=groups.get(report.group_id) if report.group_id else None,
            reason=report.reason,
            reporter_name=name,
            created_at=report.created_at,
            open=report.state == ReportState.OPEN,
        )
        for report, name in rows
    ]
    return Page(lines, page, total)


def _titles(reader: Reader, item_ids: Sequence[int]) -> dict[int, str]:
    query = visible(Item, reader).with_only_columns(Item.id, Item.title).where(Item.id.in_(item_ids))
    return dict(db.session.execute(query).all())


def _groups(reader: Reader, group_ids: Sequence[int]) -> dict[int, str]:
    query = visible(Group, reader).with_only_columns(Group.id, Group.name).where(Group.id.in_(group_ids))
    return dict(db.session.execute(query).all())


def list_log(reader: Reader, page: int) -> Page[LogLine]:
    """The log: of the groups that `reader` manages; for site moderators also of all that was reported or
    stands in the open, without titles of what they may not read.

    What the managers of a closed or hidden group decide among themselves is no business of theirs.
    """
    in_the_open = or_(
        LogEntry.report_id.is_not(None),
        LogEntry.group_id.is_(None),
        LogEntry.group_id.in_(select(Group.id).where(Group.preset == Preset.OPEN)),  # door: open to all
    )
    where = or_(in_the_open if reader.moderator else false(), LogEntry.group_id.in_(reader.manager_of))
    total = db.session.scalar(select(func.count()).select_from(LogEntry).where(where)) or 0
    rows = db.session.execute(
        select(LogEntry, User.name)
        .outerjoin(User, User.id == LogEntry.actor_id)
        .where(where)
        .order_by(LogEntry.id.desc())
        .limit(PER_PAGE)
        .offset(offset(page))
    ).all()
    titles = _titles(reader, [entry.item_id for entry, _name in rows])
    words = action_words()
    lines = [
        LogLine(
            entry.at,
            # Who reported stays between the reporter and who decides on the report.
            _("Iemand") if entry.action == "report" else name or _("Iemand"),
            words[entry.action],
            entry.reason,
            titles.get(entry.item_id),
        )
        for entry, name in rows
    ]
    return Page(lines, page, total)


def action_words() -> dict[str, str]:
    """What each action in the log is called."""
    return {
        "report": _("meldde misbruik"),
        "look": _("opende een gemelde bijdrage, voor een half uur"),
        "hide": _("verborg dit"),
        "restore": _("zette dit terug"),
        "dismiss": _("liet dit staan"),
    }
