"""Reading polls: what a page or card shows to one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.access import Action, Reader, get_visible, may, visible
from forum.access.audience import badge
from forum.core.item import Audience, State
from forum.lib import clock
from forum.lib.db import db
from forum.polls import rules
from forum.polls.models import Poll, PollVote


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


def get_poll(reader: Reader, public_id: str) -> Poll:
    """The poll with this id. Raises NotFound when it is not there for `reader`."""
    return get_visible(Poll, public_id, reader, joinedload(Poll.group), joinedload(Poll.author))


def newest_open(reader: Reader) -> Poll | None:
    """The newest poll that `reader` can still vote on, or None."""
    query = (
        visible(Poll, reader)
        .where(
            Poll.state == State.PUBLISHED,  # a manager can read what is hidden, too
            Poll.closes_at.is_(None) | (Poll.closes_at > clock.now()),
        )
        .order_by(Poll.published_at.desc(), Poll.id.desc())
        .options(joinedload(Poll.group))
        .limit(1)
    )
    return db.session.scalars(query).first()


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


def _counts(poll: Poll) -> dict[int, int]:
    rows = db.session.execute(
        select(PollVote.option_id, func.count())
        .where(PollVote.poll_id == poll.id)
        .group_by(PollVote.option_id)
    )
    return dict(rows.all())


def view_of(reader: Reader, poll: Poll, error: str | None = None) -> PollView:
    """`poll`, which came through the door, as `reader` may see it now."""
    mine = db.session.scalar(
        select(PollVote.option_id).where(PollVote.poll_id == poll.id, PollVote.user_id == reader.user_id)
    )
    counts = _counts(poll)
    closed = rules.is_closed(poll.closes_at, clock.now())
    shown = rules.shows_results(voted=mine is not None, closed=closed)
    options = [(option.id, option.label) for option in poll.options]
    label, icon = badge(Audience(poll.audience), poll.group)
    can_vote = not closed and may(reader, Action.ITEM_TAKE_PART, poll)
    page = url_for("polls.page", public_id=poll.public_id)
    return PollView(
        public_id=poll.public_id,
        title=poll.title,
        url=page,
        vote_url=url_for("polls.vote", public_id=poll.public_id) if can_vote else None,
        sign_in_url=None if reader.signed_in or closed else url_for("accounts.sign_in", next=page),
        options=[OptionRow(*option) for option in options],
        my_option_id=mine,
        voter_count=sum(counts.values()),
        closes_at=poll.closes_at,
        closed=closed,
        results=[
            BarRow(row.label, row.votes, row.percent, row.option_id == mine)
            for row in rules.result_rows(options, counts)
        ]
        if shown
        else None,
        results_note=None if shown else _("De uitslag zie je nadat je hebt gestemd."),
        group_name=poll.group.name if poll.group else None,
        audience_label=label,
        audience_icon=icon,
        error=error,
    )
