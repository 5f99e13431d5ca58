"""From what a program sends to the service of the kind: the very one behind the form."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from marshmallow import Schema

from forum.access import Action, Reader, require
from forum.api import queries
from forum.api.bodies import BodyErrors
from forum.api.schemas_writing import NewDiscussion, NewPoll, NewStatement, PollVote, StatementVote
from forum.core.item import Item, Reply
from forum.discussions.models import Discussion
from forum.discussions.service import edit_discussion, start_discussion
from forum.lib.errors import Forbidden
from forum.library.models import Document
from forum.library.service import edit_document
from forum.polls import service as polls
from forum.polls.models import Poll
from forum.statements import service as statements
from forum.statements.models import Statement
from forum.threads import files, replies, themes

Values = dict[str, Any]


def place(reader: Reader, wanted: Values) -> Values:
    """Where something new goes, as the services want it. Raises NotFound when `reader` knows no such group."""
    group = queries.get_group(wanted["group"], reader) if wanted["group"] else None
    return {"group": group, "audience": wanted["audience"], "theme_names": wanted["themes"]}


def _conversation(reader: Reader, wanted: Values) -> Values:
    """What all kinds share that are written and not brought."""
    return {
        "title": wanted["title"],
        "body": wanted["body"],
        "attachment_ids": wanted["attachments"],
        **place(reader, wanted),
    }


def _discussion(reader: Reader, wanted: Values) -> Item:
    return start_discussion(reader, **_conversation(reader, wanted))


def _statement(reader: Reader, wanted: Values) -> Item:
    return statements.post_statement(reader, closes_at=wanted["closes_at"], **_conversation(reader, wanted))


def _poll(reader: Reader, wanted: Values) -> Item:
    options = "\n".join(wanted["options"])
    return polls.post_poll(
        reader, options=options, closes_at=wanted["closes_at"], **_conversation(reader, wanted)
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
        Forbidden: `reader` may not edit it.
        BodyErrors: something is named that its kind does not have.
        Invalid: as the service of the kind.
    """
    require(reader, Action.ITEM_EDIT, item)
    edit, fields = _CHANGE[type(item)]
    if strange := sorted(set(wanted) - {"title", "themes", *fields}):
        raise BodyErrors({name: [_("Dit veld is er niet.")] for name in strange})
    edit(reader, item, wanted)


def _common(item: Item, wanted: Values) -> Values:
    return {
        "title": wanted.get("title", item.title),
        "theme_names": wanted.get("themes", themes.names_of(item)),
    }


def _text(item: Item, wanted: Values) -> Values:
    """What all kinds have that are written and not brought."""
    return {
        **_common(item, wanted),
        "body": wanted.get("body", item.body_source),
        **_other_files([row.public_id for row in files.of_item(item)], wanted),
    }


def _other_files(now: Sequence[str], wanted: Values) -> Values:
    """Which files come and which go when it should have those that are named."""
    if "attachments" not in wanted:
        return {}
    named = wanted["attachments"]
    return {
        "attachment_ids": [each for each in named if each not in now],
        "detach_ids": [each for each in now if each not in named],
    }


def _change_discussion(reader: Reader, item: Any, wanted: Values) -> None:
    edit_discussion(reader, item, **_text(item, wanted))


def _change_document(reader: Reader, item: Any, wanted: Values) -> None:
    edit_document(reader, item, **_common(item, wanted), summary=wanted.get("summary", item.summary))


def _change_statement(reader: Reader, item: Any, wanted: Values) -> None:
    closes_at = wanted.get("closes_at", item.closes_at)
    statements.edit_statement(reader, item, **_text(item, wanted), closes_at=closes_at)


def _change_poll(reader: Reader, item: Any, wanted: Values) -> None:
    options = wanted.get("options", [option.label for option in item.options])
    closes_at = wanted.get("closes_at", item.closes_at)
    polls.edit_poll(reader, item, **_text(item, wanted), options="\n".join(options), closes_at=closes_at)


# How a kind is changed, and what of it beside title and themes.
_CHANGE: dict[type[Item], tuple[Callable[[Reader, Any, Values], None], tuple[str, ...]]] = {
    Discussion: (_change_discussion, ("body", "attachments")),
    Document: (_change_document, ("summary",)),
    Statement: (_change_statement, ("body", "attachments", "closes_at")),
    Poll: (_change_poll, ("body", "attachments", "closes_at", "options")),
}


def reply(reader: Reader, item: Item, wanted: Values) -> str:
    """Reply to `item`, which came through the door; gives the public id. Raises Forbidden and Invalid."""
    return replies.post_reply(reader, item, wanted["body"], wanted["attachments"]).public_id


def change_reply(reader: Reader, row: Reply, wanted: Values) -> None:
    """Change what `wanted` names of a reply that came through the door. Raises Forbidden and Invalid."""
    other = _other_files([each.public_id for each in files.of_reply(row)], wanted)
    replies.edit_reply(reader, row, wanted.get("body", row.body_source), **other)


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
