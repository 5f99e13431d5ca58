"""Reading reports and the log: for the managers of a group and for site moderators, nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from forum.access import Reader, visible
from forum.core.group import Group, Preset
from forum.core.item import Item, Reply, State
from forum.core.user import User
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.pages import PER_PAGE, Page, offset
from forum.moderation.models import About, LogEntry, Report, ReportState

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
    """As `service.may_decide`, for many at once."""
    everything = true() if reader.moderator else false()
    managed = Report.group_id.in_(reader.manager_of)
    contribution = and_(Report.item_id.is_not(None), or_(everything, managed))
    person = and_(Report.person_id.is_not(None), Report.person_id != reader.user_id, everything)
    group = and_(
        Report.item_id.is_(None),
        Report.person_id.is_(None),
        Report.group_id.not_in(reader.manager_of),
        everything,
    )
    return or_(contribution, person, group)


def _still_there() -> ColumnElement[bool]:
    """What was reported was not deleted by its author since: nobody reads that any more, nor decides on it."""
    gone_items = select(Item.id).where(Item.state == State.DELETED)  # door: only to leave them out
    gone_replies = select(Reply.id).where(Reply.state == State.DELETED)  # door: as above
    gone_people = select(User.id).where(User.deactivated_at.is_not(None))
    return and_(
        or_(Report.item_id.is_(None), Report.item_id.not_in(gone_items)),
        or_(Report.reply_id.is_(None), Report.reply_id.not_in(gone_replies)),
        or_(Report.person_id.is_(None), Report.person_id.not_in(gone_people)),
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
    names = _Names(reader, [report for report, _name in rows])
    whats = {
        About.ITEM: _("Een bijdrage"),
        About.REPLY: _("Een reactie"),
        About.GROUP: _("Een groep"),
        About.PERSON: _("Een persoon"),
    }
    lines = [
        ReportLine(
            public_id=report.public_id,
            what=whats[report.about],
            title=names.title(report),
            group_name=names.groups.get(report.group_id) if report.group_id and report.item_id else None,
            reason=report.reason,
            reporter_name=name,
            created_at=report.created_at,
            open=report.state == ReportState.OPEN,
        )
        for report, name in rows
    ]
    return Page(lines, page, total)


class _Names:
    """What the things in some reports or log entries are called, as far as `reader` may read it."""

    def __init__(self, reader: Reader, rows: Sequence[Report | LogEntry]) -> None:
        self.items = _visible(Item, Item.title, reader, {row.item_id for row in rows})
        self.groups = _visible(Group, Group.name, reader, {row.group_id for row in rows})
        self.people = _visible(User, User.name, reader, {row.person_id for row in rows})

    def title(self, row: Report | LogEntry) -> str | None:
        if row.about == About.PERSON:
            return self.people.get(row.person_id or 0)
        if row.about == About.GROUP:
            return self.groups.get(row.group_id or 0)
        return self.items.get(row.item_id or 0)


def _visible(
    model: type[Item] | type[Group] | type[User],
    name: InstrumentedAttribute[str],
    reader: Reader,
    wanted: set[int | None],
) -> dict[int, str]:
    ids = wanted - {None}
    if not ids:
        return {}
    query = visible(model, reader).with_only_columns(model.id, name).where(model.id.in_(ids))
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
    names = _Names(reader, [entry for entry, _name in rows])
    lines = [
        LogLine(
            entry.at,
            # Who reported stays between the reporter and who decides on the report.
            _("Iemand") if entry.action == "report" else name or _("Iemand"),
            sentence(entry),
            entry.reason,
            names.title(entry),
        )
        for entry, name in rows
    ]
    return Page(lines, page, total)


def sentence(entry: LogEntry) -> str:
    """What somebody did, after their name."""
    if entry.action == "look":
        if entry.about == About.GROUP:
            return _("bekeek de gemelde naam en beschrijving van de groep")
        return _("opende een gemelde bijdrage, voor een half uur")
    if entry.about == About.GROUP:
        return {
            "report": _("meldde misbruik in de naam of beschrijving van een groep"),
            "hide": _("verborg de naam, de beschrijving en de afbeelding van een groep"),
            "restore": _("zette de naam en de beschrijving van een groep terug"),
            "dismiss": _("liet de naam en de beschrijving van een groep staan"),
        }[entry.action]
    if entry.about == About.PERSON:
        return {
            "report": _("meldde misbruik in een profiel"),
            "hide": _("verborg wat in een profiel stond"),
            "restore": _("zette terug wat in een profiel stond"),
            "dismiss": _("liet een profiel zoals het was"),
        }[entry.action]
    return {
        "report": _("meldde misbruik"),
        "hide": _("verborg dit"),
        "restore": _("zette dit terug"),
        "dismiss": _("liet dit staan"),
    }[entry.action]
