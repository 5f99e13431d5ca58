"""The replies on an item's page as HTML: kept for all readers of one standing, put together for each of them.

What differs between two of them is which replies are their own, which they called useful and which are new to them: a
reply is kept once for each such look. See docs/decisions/0020-parts-that-readers-share.md.
"""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

from forum.access import Reader, standing_to
from forum.core.item import Item, State
from forum.lib import fragments, freshness
from forum.threads import presenting
from forum.threads.queries import Outline, Own, ReplyRow, Thread, thread_of


class Look(NamedTuple):
    """How one reply is shown to one reader."""

    mine: bool
    useful: bool
    unread: bool


@dataclass(frozen=True)
class _Shared:
    outline: Outline
    files: list[SimpleNamespace]
    replies: dict[tuple[int, Look], Markup]

    @property
    def size(self) -> int:
        return sum(map(len, self.replies.values())) + 1000


@dataclass(frozen=True)
class Shown:
    """A thread, its replies as safe HTML (bare links still without their cards), and the files of its item."""

    thread: Thread
    replies: list[Markup]
    files: list[SimpleNamespace]


def show(reader: Reader, item: Item, page_number: int) -> Shown:
    """The thread of `item`, which came through the door, at this page of its replies, for `reader`."""
    key = ("thread", item.id, page_number, standing_to(reader, item))
    shared: _Shared | None = fragments.find(key) if item.state == State.PUBLISHED else None
    if shared is not None:
        thread = thread_of(reader, item, page_number, shared.outline)
        found = [shared.replies.get((row.id, _look(reader, thread.own, row))) for row in shared.outline.rows]
        replies = [html for html in found if html is not None]
        if len(replies) == len(found):
            return Shown(thread, replies, shared.files)
    (thread, made), until = freshness.during(lambda: _made(reader, item, page_number))
    if shared is not None:
        shared.replies.update(made.replies)  # of this reader alone, or seen by nobody in this way before
    elif item.state == State.PUBLISHED:
        fragments.keep(key, made, made.size, until)
    return Shown(thread, list(made.replies.values()), made.files)


def _made(reader: Reader, item: Item, page_number: int) -> tuple[Thread, _Shared]:
    thread = thread_of(reader, item, page_number)
    article = get_template_attribute("threads/_reply.html", "thread_reply")
    replies = {}
    for view, row in zip(thread.replies or (), thread.outline.rows, strict=True):
        look = _look(reader, thread.own, row)
        replies[row.id, look] = article(presenting.reply(view, thread, look.useful, look.unread))
    files = presenting.beside(thread.attachments or (), item.body_html)
    return thread, _Shared(thread.outline, files, replies)


def _look(reader: Reader, own: Own, row: ReplyRow) -> Look:
    mine = row.author_id == reader.user_id
    new = own.last_read_id is not None and row.id > own.last_read_id
    return Look(mine, row.id in own.useful, new and not mine)
