"""What people do with polls. Nobody but the voter learns a choice."""

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
from forum.polls import rules
from forum.polls.models import Poll, PollOption, PollVote
from forum.threads import writing
from forum.threads.rules import title as checked_title


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


def edit_poll(
    reader: Reader,
    poll: Poll,
    *,
    title: str,
    body: str,
    options: str,
    closes_at: datetime | None,
    audience: str | None = None,
    theme_names: Iterable[str] | None = None,
    attachment_ids: Collection[str] = (),
    detach_ids: Collection[str] = (),
) -> None:
    """Write a poll again; it came through the door with its group loaded. `options`: the answers, one a line.

    Question and answers are those of who voted: once somebody did, they stay. The background can always change.

    Raises:
        Forbidden: `reader` may not edit it.
        Invalid: somebody voted, it closed, or title, options, text, audience, themes or files cannot be used.
    """
    require(reader, Action.ITEM_EDIT, poll)
    labels = rules.checked_options(options)
    asked_else, others = checked_title(title) != poll.title, labels != [each.label for each in poll.options]
    if (asked_else or others) and _voted(poll):
        field = "title" if asked_else else "options"
        raise Invalid(_("Er is al gestemd. De vraag en de antwoorden kunnen niet meer veranderen."), field)
    before = poll.closes_at
    poll.closes_at = closing.checked(closes_at, before)
    if others:
        poll.options = [PollOption(position=number, label=label) for number, label in enumerate(labels)]
    writing.edit(
        reader,
        poll,
        title=title,
        body=body,
        summary=poll.summary,
        audience=audience,
        group=poll.group,
        theme_names=theme_names,
        attachment_ids=attachment_ids,
        detach_ids=detach_ids,
        own=others or poll.closes_at != before,
    )


def _voted(poll: Poll) -> bool:
    """Whether anybody voted. From here to the end of the transaction nobody does: a vote waits for the row."""
    row = Poll.__table__.c.id
    db.session.execute(select(row).where(row == poll.id).with_for_update())
    return bool(db.session.scalar(select(exists().where(PollVote.poll_id == poll.id))))


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
