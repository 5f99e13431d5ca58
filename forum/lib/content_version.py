"""A mark that changes with every committed write that somebody may see: what was made before it is old.

It is one row. Whatever writes through SQLAlchemy (a request, a job, a command, a statement in text) sets it anew in
its own transaction, just before the commit; so who reads the mark first and then the rows never holds new rows for
old ones. Tables that no visitor sees anything of say so with `info=UNSEEN`; what says nothing counts.
"""

import re
import secrets
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Connection, Engine, Integer, ScalarSelect, String, event, select, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Base, db

# In `__table_args__`: writing this table changes no page of a visitor.
UNSEEN = {"unseen": True}
# As option of a connection that changes the schema: the row may not be there yet.
UNCOUNTED = "content_version_uncounted"
_CHANGED = "content_changed"
_OF_REQUEST = "kennisplein.content_mark"
_WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|WITH|TRUNCATE|COPY)\b", re.IGNORECASE)
_READ = text("SELECT mark FROM content_version WHERE id = 1")
# Random and not counted up: a backup that is put back brings no mark back that was seen before.
_SET = text(
    "INSERT INTO content_version (id, mark) VALUES (1, :mark) ON CONFLICT (id) DO UPDATE SET mark = excluded.mark"
)


class ContentVersion(Base):
    """The one row. Not part of a backup."""

    __tablename__ = "content_version"
    __table_args__ = {"info": UNSEEN}

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    mark: Mapped[str] = mapped_column(String(16))


def current() -> str | None:
    """The mark in the present transaction, or None when nothing was written yet. One small question."""
    return db.session.scalar(_READ)


def column() -> ScalarSelect[str]:
    """The mark as one value for a query that asks for more, whose answer goes to `note`."""
    return select(ContentVersion.mark).where(ContentVersion.id == 1).scalar_subquery()


def note(mark: str | None) -> None:
    """The present request read this mark, before it read what it will show."""
    request.environ.setdefault(_OF_REQUEST, mark)


def ask() -> str | None:
    """The mark under which the present request reads, asked for if it is not known."""
    if _OF_REQUEST not in request.environ:
        note(current())
    return of_request()


def of_request() -> str | None:
    """The mark under which the present request reads; None when it may write, or when nobody asked for it: a page that
    tells that the database is gone must not."""
    if not has_request_context() or request.method not in ("GET", "HEAD"):
        return None
    mark: str | None = request.environ.get(_OF_REQUEST)
    return mark


def renew(connection: Connection) -> None:
    """Set the mark anew in the transaction of `connection`."""
    connection.execute(_SET, {"mark": secrets.token_hex(8)})


def install(engine: Engine) -> None:
    """Watch what is written by `engine`."""

    @event.listens_for(engine, "before_cursor_execute")
    def _before(
        connection: Connection, _cursor: Any, statement: str, _values: Any, context: Any, many: bool
    ) -> None:
        if not _tells_how_many(context, many) and _changes_content(statement, context):
            connection.info[_CHANGED] = True

    @event.listens_for(engine, "after_cursor_execute")
    def _after(
        connection: Connection, cursor: Any, statement: str, _values: Any, context: Any, many: bool
    ) -> None:
        if _tells_how_many(context, many) and cursor.rowcount != 0 and _changes_content(statement, context):
            connection.info[_CHANGED] = True

    @event.listens_for(engine, "commit")
    def _commit(connection: Connection) -> None:
        if connection.info.get(_CHANGED) and not connection.get_execution_options().get(UNCOUNTED):
            renew(connection)
        connection.info.pop(_CHANGED, None)

    @event.listens_for(engine, "rollback")
    def _rollback(connection: Connection) -> None:
        # A connection that was lost took its notes along; asking it for them would raise instead of the real fault.
        if not connection.invalidated:
            connection.info.pop(_CHANGED, None)


def _tells_how_many(context: Any, many: bool) -> bool:
    """Whether the database says afterwards how many rows were changed: work of every minute mostly changes none."""
    return context is not None and not many and (context.isupdate or context.isdelete)


def _changes_content(statement: str, context: Any) -> bool:
    if context is not None and (context.isinsert or context.isupdate or context.isdelete):
        info: dict[str, Any] = getattr(context.compiled.statement.table, "info", {})
        return not info.get("unseen")
    return _WRITES.match(statement) is not None
