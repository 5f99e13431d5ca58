"""Reading statements: what a page or card shows to one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from forum.access import Action, Reader, get_visible, may, visible
from forum.access.audience import badge
from forum.core.item import Audience, State
from forum.lib import clock, freshness
from forum.lib.db import db
from forum.statements import rules
from forum.statements.models import Choice, Statement, StatementVote


@dataclass(frozen=True)
class SideRow:
    """One side of the division, as the macros want it."""

    key: str
    label: str
    votes: int
    percent: int
    chosen: bool


@dataclass(frozen=True)
class StatementView:
    """A statement for one reader. `results` is None where they may not see the division (yet)."""

    public_id: str
    title: str
    url: str
    vote_url: str | None
    sign_in_url: str | None
    my_choice: str | None
    voter_count: int
    closes_at: datetime | None
    closed: bool
    results: Sequence[SideRow] | None
    results_note: str | None
    group_name: str | None
    audience_label: str
    audience_icon: str
    error: str | None = None
    group_colour: str | None = None


def choice_words() -> dict[Choice, str]:
    """The three answers in words."""
    return {Choice.AGREE: _("Eens"), Choice.NEUTRAL: _("Neutraal"), Choice.DISAGREE: _("Oneens")}


def get_statement(reader: Reader, public_id: str) -> Statement:
    """The statement with this id. Raises NotFound when it is not there for `reader`."""
    return get_visible(
        Statement, public_id, reader, joinedload(Statement.group), joinedload(Statement.author)
    )


def open_ones(reader: Reader) -> Select[int, datetime | None]:
    """A query for id and date of the statements that `reader` can still answer."""
    return (
        visible(Statement, reader)
        .where(
            Statement.kind == Statement.__mapper__.polymorphic_identity,  # there is an index on it
            Statement.state == State.PUBLISHED,  # a manager can read what is hidden, too
            Statement.closes_at.is_(None) | (Statement.closes_at > clock.now()),
        )
        .with_only_columns(Statement.id, Statement.published_at)
    )


def my_choice(reader: Reader, statement: Statement) -> Choice | None:
    """What the reader themselves answered."""
    found = db.session.scalar(
        select(StatementVote.choice).where(
            StatementVote.statement_id == statement.id, StatementVote.user_id == reader.user_id
        )
    )
    return Choice(found) if found else None


def newest_unanswered(reader: Reader, since: datetime) -> Statement | None:
    """The newest open statement of others after `since` that `reader` may take part in and did not, or None."""
    answered = select(StatementVote.statement_id).where(StatementVote.user_id == reader.user_id)
    query = (
        visible(Statement, reader)
        .where(
            Statement.closes_at.is_(None) | (Statement.closes_at > clock.now()),
            Statement.state == State.PUBLISHED,
            Statement.published_at > since,
            Statement.author_id != reader.user_id,
            Statement.id.not_in(answered),
        )
        .order_by(Statement.published_at.desc(), Statement.id.desc())
        .options(joinedload(Statement.group), joinedload(Statement.author))
        .limit(10)
    )
    return next((row for row in db.session.scalars(query) if may(reader, Action.ITEM_TAKE_PART, row)), None)


def _votes(reader: Reader, statement: Statement) -> tuple[dict[Choice, int], Choice | None]:
    """How often each side was chosen, and what `reader` chose."""
    own = case((StatementVote.user_id == reader.user_id, 1), else_=0)
    rows = db.session.execute(
        select(StatementVote.choice, func.count(), func.max(own))
        .where(StatementVote.statement_id == statement.id)
        .group_by(StatementVote.choice)
    ).all()
    mine = next((Choice(choice) for choice, _number, own in rows if own), None)
    return {Choice(choice): number for choice, number, _own in rows}, mine


def view_of(reader: Reader, statement: Statement, error: str | None = None) -> StatementView:
    """`statement`, which came through the door, as `reader` may see it now."""
    counts, mine = _votes(reader, statement)
    voters = sum(counts.values())
    closed = rules.is_closed(statement.closes_at, clock.now())
    freshness.until(None if closed else statement.closes_at)
    shown = rules.shows_results(voted=mine is not None, closed=closed, voters=voters)
    words = choice_words()
    label, icon = badge(Audience(statement.audience), statement.group)
    can_vote = not closed and may(reader, Action.ITEM_TAKE_PART, statement)
    page = url_for("statements.page", public_id=statement.public_id)
    return StatementView(
        public_id=statement.public_id,
        title=statement.title,
        url=page,
        vote_url=url_for("statements.vote", public_id=statement.public_id) if can_vote else None,
        sign_in_url=None if reader.signed_in or closed else url_for("accounts.sign_in", next=page),
        my_choice=mine.value if mine else None,
        voter_count=voters,
        closes_at=statement.closes_at,
        closed=closed,
        results=[
            SideRow(row.choice.value, words[row.choice], row.votes, row.percent, row.choice == mine)
            for row in rules.result_rows(counts)
        ]
        if shown
        else None,
        results_note=None if shown else _note(mine is not None, closed, voters),
        group_name=statement.group.name if statement.group else None,
        group_colour=statement.group.colour if statement.group else None,
        audience_label=label,
        audience_icon=icon,
        error=error,
    )


def _note(voted: bool, closed: bool, voters: int) -> str:
    if not voted and not closed:
        return _("De uitslag zie je nadat je hebt gestemd.")
    if voters >= rules.FEWEST_VOTERS:
        return ""
    return _(
        "Er is %(n)s keer gestemd. Je ziet de uitslag vanaf %(fewest)s stemmen. Zo kan niemand zien wie wat koos.",
        n=voters,
        fewest=rules.FEWEST_VOTERS,
    )
