"""What people do with statements. Nobody but the voter learns a choice: not the caller, not the log."""

from collections.abc import Collection, Iterable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select

from forum.access import Action, Reader, require
from forum.core.group import Group
from forum.lib import clock, closing
from forum.lib.db import db
from forum.lib.errors import Invalid
from forum.lib.upsert import upsert
from forum.statements import rules
from forum.statements.models import Choice, Statement, StatementVote
from forum.threads import writing
from forum.threads.rules import title as checked_title


def post_statement(
    reader: Reader,
    *,
    title: str,
    body: str,
    group: Group | None,
    audience: str | None,
    closes_at: datetime | None = None,
    theme_names: Iterable[str] = (),
    attachment_ids: Collection[str] = (),
    public_id: str | None = None,
) -> Statement:
    """Post a statement: `title` is the sentence, `body` the background.

    Raises:
        Forbidden: the reader may not write here.
        Invalid: too long, an audience that does not fit, or a closing date in the past.
    """
    if closes_at is not None and closes_at <= clock.now():
        raise Invalid(_("Kies een dag die nog komt."), "closes_on")
    statement = Statement(closes_at=closes_at)
    if public_id:
        statement.public_id = public_id
    return writing.publish(
        reader,
        statement,
        title=title,
        body=body,
        group=group,
        audience=audience,
        theme_names=theme_names,
        attachment_ids=attachment_ids,
    )


def edit_statement(
    reader: Reader,
    statement: Statement,
    *,
    title: str,
    body: str,
    closes_at: datetime | None,
    audience: str | None = None,
    theme_names: Iterable[str] | None = None,
    attachment_ids: Collection[str] = (),
    detach_ids: Collection[str] = (),
) -> None:
    """Write a statement again; it came through the door with its group loaded.

    The sentence itself is that of who voted: once somebody did, it stays. The background can always change.

    Raises:
        Forbidden: `reader` may not edit it.
        Invalid: somebody voted on the sentence, it closed, or title, text, audience, themes or files cannot be used.
    """
    require(reader, Action.ITEM_EDIT, statement)
    if checked_title(title) != statement.title and _voted(statement):
        raise Invalid(_("Er is al gestemd. De stelling zelf kan niet meer veranderen."), "title")
    before = statement.closes_at
    statement.closes_at = closing.checked(closes_at, before)
    writing.edit(
        reader,
        statement,
        title=title,
        body=body,
        summary=statement.summary,
        audience=audience,
        group=statement.group,
        theme_names=theme_names,
        attachment_ids=attachment_ids,
        detach_ids=detach_ids,
        own=statement.closes_at != before,
    )


def _voted(statement: Statement) -> bool:
    """Whether anybody voted. From here to the end of the transaction nobody does: a vote waits for the row."""
    row = Statement.__table__.c.id
    db.session.execute(select(row).where(row == statement.id).with_for_update())
    return bool(db.session.scalar(select(exists().where(StatementVote.statement_id == statement.id))))


def vote(reader: Reader, statement: Statement, choice: str | None) -> None:
    """Record or change the answer of `reader` to `statement`, which they can read.

    Raises:
        Forbidden: they may not take part here.
        Invalid: no such choice, or answering is over.
    """
    require(reader, Action.ITEM_TAKE_PART, statement)
    if choice not in list(Choice):
        raise Invalid(_("Kies eens, neutraal of oneens."), "choice")
    if rules.is_closed(statement.closes_at, clock.now()):
        raise Invalid(_("Deze stelling is gesloten. Stemmen kan niet meer. De uitslag staat hieronder."))
    upsert(
        StatementVote,
        {"statement_id": statement.id, "user_id": reader.user_id},
        {"choice": Choice(str(choice))},
    )


def withdraw(reader: Reader, statement: Statement) -> None:
    """Take the answer of `reader` to `statement`, which they can read, back. Nothing happens when there is none.

    Raises:
        Forbidden: they may not take part here.
        Invalid: answering is over.
    """
    require(reader, Action.ITEM_TAKE_PART, statement)
    if rules.is_closed(statement.closes_at, clock.now()):
        raise Invalid(_("Deze stelling is gesloten. Stemmen kan niet meer. De uitslag staat hieronder."))
    mine = (StatementVote.statement_id == statement.id, StatementVote.user_id == reader.user_id)
    db.session.execute(delete(StatementVote).where(*mine))
