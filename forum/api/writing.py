"""From what a program sends to the service of the kind: the very one behind the form."""

from collections.abc import Callable
from typing import Any

from marshmallow import Schema

from forum.access import Reader
from forum.api import queries
from forum.api.schemas_writing import NewDiscussion, NewPoll, NewStatement, PollVote, StatementVote
from forum.core.item import Item
from forum.discussions.models import Discussion
from forum.discussions.service import edit_discussion, start_discussion
from forum.lib.errors import Forbidden
from forum.library.models import Document
from forum.library.service import edit_document
from forum.polls import service as polls
from forum.polls.models import Poll
from forum.statements import service as statements
from forum.statements.models import Statement
from forum.threads import themes

Values = dict[str, Any]


def place(reader: Reader, wanted: Values) -> Values:
    """Where something new goes, as the services want it. Raises NotFound when `reader` knows no such group."""
    group = queries.get_group(wanted["group"], reader) if wanted["group"] else None
    return {"group": group, "audience": wanted["audience"], "theme_names": wanted["themes"]}


def _discussion(reader: Reader, wanted: Values) -> Item:
    return start_discussion(reader, title=wanted["title"], body=wanted["body"], **place(reader, wanted))


def _statement(reader: Reader, wanted: Values) -> Item:
    return statements.post_statement(
        reader,
        title=wanted["title"],
        body=wanted["body"],
        closes_at=wanted["closes_at"],
        **place(reader, wanted),
    )


def _poll(reader: Reader, wanted: Values) -> Item:
    return polls.post_poll(
        reader,
        title=wanted["title"],
        body=wanted["body"],
        options="\n".join(wanted["options"]),
        closes_at=wanted["closes_at"],
        **place(reader, wanted),
    )


_MAKE: dict[str, tuple[type[Schema], Callable[[Reader, Values], Item]]] = {
    "discussion": (NewDiscussion, _discussion),
    "statement": (NewStatement, _statement),
    "poll": (NewPoll, _poll),
}
SCHEMAS = {kind: schema for kind, (schema, _make) in _MAKE.items()}


def publish(reader: Reader, wanted: Values) -> str:
    """Publish an item of `wanted["kind"]`; gives its public id.

    Raises:
        NotFound, Forbidden, Invalid: as the service of the kind.
    """
    _schema, make = _MAKE[wanted["kind"]]
    return make(reader, wanted).public_id


def change(reader: Reader, item: Item, wanted: Values) -> None:
    """Change what `wanted` names of an item that came through the door with its group.

    Raises:
        Forbidden: `reader` may not edit it, or items of its kind stay as they are.
        Invalid: as the service of the kind.
    """
    names = wanted.get("themes", themes.names_of(item))
    title = wanted.get("title", item.title)
    if isinstance(item, Discussion):
        body = wanted.get("body", item.body_source)
        edit_discussion(reader, item, title=title, body=body, theme_names=names)
    elif isinstance(item, Document):
        summary = wanted.get("summary", item.summary)
        edit_document(reader, item, title=title, summary=summary, theme_names=names)
    else:
        raise Forbidden


VOTES: dict[type[Item], type[Schema]] = {Statement: StatementVote, Poll: PollVote}


def vote(reader: Reader, item: Item, wanted: Values) -> None:
    """Answer a statement or a poll that came through the door. Raises Forbidden or Invalid, as its service."""
    if isinstance(item, Statement):
        statements.vote(reader, item, wanted["choice"])
    elif isinstance(item, Poll):
        polls.vote(reader, item, str(wanted["option"]))


def withdraw(reader: Reader, item: Item) -> None:
    """Take an answer back. Raises Forbidden or Invalid, as the service of the kind."""
    if isinstance(item, Statement):
        statements.withdraw(reader, item)
    elif isinstance(item, Poll):
        polls.withdraw(reader, item)
    else:
        raise Forbidden
