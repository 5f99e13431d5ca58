"""What moderators did in a group, as lines of that group's own log."""

from flask_babel import gettext as _
from sqlalchemy import select

from forum.access import Reader
from forum.core.user import User
from forum.groups.log import LogLine
from forum.lib.db import db
from forum.moderation.models import LogEntry
from forum.moderation.queries import sentence

MOST = 100


def lines(reader: Reader, group_id: int) -> list[LogLine]:
    """The newest lines of the moderation log about a group that `reader` manages; none for anybody else."""
    if group_id not in reader.manager_of:
        return []
    rows = db.session.execute(
        select(LogEntry, User.name)
        .outerjoin(User, User.id == LogEntry.actor_id)
        .where(LogEntry.group_id == group_id, LogEntry.action != "report")
        .order_by(LogEntry.id.desc())
        .limit(MOST)
    )
    return [
        LogLine(entry.at, _("%(name)s %(did)s.", name=name or _("Iemand"), did=sentence(entry)))
        for entry, name in rows
    ]
