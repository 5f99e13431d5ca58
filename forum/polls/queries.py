"""Reading polls: what a page or card shows to one reader."""

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
from forum.polls import rules
from forum.polls.models import Poll, PollOption, PollVote


@dataclass(frozen=True)
class OptionRow:
    id: int
    text: str


@dataclass(frozen=True)
class BarRow:
    """One bar of the result, as the macros want it."""

    label: str
    votes: int
    percent: int
    chosen: bool


@dataclass(frozen=True)
class PollView:
    """A poll for one reader. `results` is None where they may not see the result (yet)."""

    public_id: str
    title: str
    url: str
    vote_url: str | None
    sign_in_url: str | None
    options: Sequence[OptionRow]
    my_option_id: int | None
    voter_count: int
    closes_at: datetime | None
    closed: bool
    results: Sequence[BarRow] | None
    results_note: str | None
    group_name: str | None
    audience_label: str
    audience_icon: str
    error: str | None = None
    group_colour: str | None = None


def get_poll(reader: Reader, public_id: str) -> Poll:
    """The poll with this id. Raises NotFound when it is not there for `reader`."""
    return get_visible(Poll, public_id, reader, joinedload(Poll.group), joinedload(Poll.author))


def open_ones(reader: Reader) -> Select[int, datetime | None]:
    """A query for id and date of the polls that `reader` can still vote on."""
    return (
        visible(Poll, reader)
        .where(
            Poll.kind == Poll.__mapper__.polymorphic_identity,  # there is an index on it
            Poll.state == State.PUBLISHED,  # a manager can read what is hidden, too
            Poll.closes_at.is_(None) | (Poll.closes_at > clock.now()),
        )
        .with_only_columns(Poll.id, Poll.published_at)
    )


def newest_unanswered(reader: Reader, since: datetime) -> Poll | None:
    """The newest open poll of others after `since` that `reader` may take part in and did not, or None."""
    answered = select(PollVote.poll_id).where(PollVote.user_id == reader.user_id)
    query = (
        visible(Poll, reader)
        .where(
            Poll.closes_at.is_(None) | (Poll.closes_at > clock.now()),
            Poll.state == State.PUBLISHED,
            Poll.published_at > since,
            Poll.author_id != reader.user_id,
            Poll.id.not_in(answered),
        )
        .order_by(Poll.published_at.desc(), Poll.id.desc())
        .options(joinedload(Poll.group), joinedload(Poll.author))
        .limit(10)
    )
    return next((row for row in db.session.scalars(query) if may(reader, Action.ITEM_TAKE_PART, row)), None)


def _options(reader: Reader, poll: Poll) -> list[tuple[OptionRow, int, bool]]:
    """The options in their order, each with how often it was chosen and whether by `reader`."""
    own = case((PollVote.user_id == reader.user_id, 1), else_=0)
    rows = db.session.execute(
        select(PollOption.id, PollOption.label, func.count(PollVote.key), func.max(own))
        .outerjoin(PollVote, PollVote.option_id == PollOption.id)
        .where(PollOption.poll_id == poll.id)
        .group_by(PollOption.id, PollOption.label, PollOption.position)
        .order_by(PollOption.position)
    )
    return [(OptionRow(row_id, label), number, bool(own)) for row_id, label, number, own in rows]


def view_of(reader: Reader, poll: Poll, error: str | None = None) -> PollView:
    """`poll`, which came through the door, as `reader` may see it now."""
    found = _options(reader, poll)
    mine = next((option.id for option, _number, own in found if own), None)
    counts = {option.id: number for option, number, _own in found}
    closed = rules.is_closed(poll.closes_at, clock.now())
    freshness.until(None if closed else poll.closes_at)
    voters = sum(counts.values())
    shown = rules.shows_results(voted=mine is not None, closed=closed, voters=voters)
    label, icon = badge(Audience(poll.audience), poll.group)
    can_vote = not closed and may(reader, Action.ITEM_TAKE_PART, poll)
    page = url_for("polls.page", public_id=poll.public_id)
    return PollView(
        public_id=poll.public_id,
        title=poll.title,
        url=page,
        vote_url=url_for("polls.vote", public_id=poll.public_id) if can_vote else None,
        sign_in_url=None if reader.signed_in or closed else url_for("accounts.sign_in", next=page),
        options=[option for option, _number, _own in found],
        my_option_id=mine,
        voter_count=voters,
        closes_at=poll.closes_at,
        closed=closed,
        results=[
            BarRow(row.label, row.votes, row.percent, row.option_id == mine)
            for row in rules.result_rows(
                [(option.id, option.text) for option, _number, _own in found], counts
            )
        ]
        if shown
        else None,
        results_note=None if shown else _note(mine is not None, closed, voters),
        group_name=poll.group.name if poll.group else None,
        group_colour=poll.group.colour if poll.group else None,
        audience_label=label,
        audience_icon=icon,
        error=error,
    )


def _note(voted: bool, closed: bool, voters: int) -> str:
    if not voted and not closed:
        return _("De uitslag zie je nadat je hebt gestemd.")
    return _(
        "Er is %(n)s keer gestemd. Je ziet de uitslag vanaf %(fewest)s stemmen. Zo kan niemand zien wie wat koos.",
        n=voters,
        fewest=rules.FEWEST_VOTERS,
    )
