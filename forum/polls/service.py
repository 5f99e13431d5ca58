"""What people do with polls. Nobody but the voter learns a choice."""

from collections.abc import Collection, Iterable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete

from forum.access import Action, Reader, require
from forum.core.group import Group
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import Invalid
from forum.lib.upsert import upsert
from forum.polls import rules
from forum.polls.models import Poll, PollOption, PollVote
from forum.threads import writing


def post_poll(
    reader: Reader,
    *,
    title: str,
    body: str,
    options: str,
    group: Group | None,
    audience: str | None,
    closes_at: datetime | None = None,
    theme_names: Iterable[str] = (),
    attachment_ids: Collection[str] = (),
    public_id: str | None = None,
) -> Poll:
    """Post a poll: `title` is the question, `options` the answers, one a line.

    Raises:
        Forbidden: the reader may not write here.
        Invalid: wrong options, an audience that does not fit, or a closing date in the past.
    """
    labels = rules.checked_options(options)
    if closes_at is not None and closes_at <= clock.now():
        raise Invalid(_("Kies een dag die nog komt."), "closes_on")
    poll = Poll(closes_at=closes_at)
    poll.options = [PollOption(position=number, label=label) for number, label in enumerate(labels)]
    if public_id:
        poll.public_id = public_id
    return writing.publish(
        reader,
        poll,
        title=title,
        body=body,
        group=group,
        audience=audience,
        theme_names=theme_names,
        attachment_ids=attachment_ids,
    )


def vote(reader: Reader, poll: Poll, option: str | None) -> None:
    """Record or change the vote of `reader` on `poll`, which they can read; `option` is the id as text.

    Raises:
        Forbidden: they may not take part here.
        Invalid: no such option in this poll, or voting is over.
    """
    require(reader, Action.ITEM_TAKE_PART, poll)
    chosen = next((known for known in poll.options if str(known.id) == option), None)
    if chosen is None:
        raise Invalid(_("Kies een van de antwoorden."), "option")
    if rules.is_closed(poll.closes_at, clock.now()):
        raise Invalid(_("Deze peiling is gesloten. Stemmen kan niet meer. De uitslag staat hieronder."))
    upsert(PollVote, {"poll_id": poll.id, "user_id": reader.user_id}, {"option_id": chosen.id})


def withdraw(reader: Reader, poll: Poll) -> None:
    """Take the answer of `reader` to `poll`, which they can read, back. Nothing happens when there is none.

    Raises:
        Forbidden: they may not take part here.
        Invalid: answering is over.
    """
    require(reader, Action.ITEM_TAKE_PART, poll)
    if rules.is_closed(poll.closes_at, clock.now()):
        raise Invalid(_("Deze peiling is gesloten. Stemmen kan niet meer. De uitslag staat hieronder."))
    mine = (PollVote.poll_id == poll.id, PollVote.user_id == reader.user_id)
    db.session.execute(delete(PollVote).where(*mine))
