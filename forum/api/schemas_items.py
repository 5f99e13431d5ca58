"""The shapes of items and replies, of search, and of how a list of them is narrowed."""

from typing import Any

from marshmallow import fields

from forum.api.fields import Length, Line, Moment, OneOf, Text, one_of
from forum.api.schemas import ID, Answer, Author, File, Listing, PageQuery, SizedPageQuery
from forum.core import kinds
from forum.search.narrowing import kind_words
from forum.statements.models import Choice

_SNIPPET = (
    "Safe HTML: the text is escaped, and the words that were found stand in <mark>. No other element occurs. "
    "For plain text: remove the marks and decode the entities."
)
_NULLABLE: dict[str, Any] = {"required": True, "allow_none": True}


def _kind_of_item(code: str) -> None:
    one_of([kind.code for kind in kinds.every()], code)


def _kind_of_hit(code: str) -> None:
    one_of(list(kind_words()), code)


class ItemsQuery(SizedPageQuery):
    """How to narrow a list of items."""

    kind = Line(
        validate=_kind_of_item,
        metadata={"description": "Only this kind: discussion, statement, poll, document …"},
    )
    group = Line(
        validate=Length(1, 80),
        metadata={
            "description": "Only in the group with this address. A group that you may not know of: 404."
        },
    )
    theme = Line(
        validate=Length(1, 80),
        metadata={"description": "Only in the theme with this slug. One in which you may read nothing: 404."},
    )
    author = Line(
        validate=Length(1, 20),
        metadata={"description": "Only by the person with this id. Nobody that you may know of: 404."},
    )
    since = Moment(metadata={"description": "Only what was published at this moment or later."})


class SearchQuery(PageQuery):
    """What to search for."""

    q = Text(
        required=True,
        metadata={
            "description": 'Words, and "phrases" in double quotes; there is no other syntax. Of a longer text '
            "the first 200 characters count. Empty: nothing is found."
        },
    )
    kind = Line(
        validate=_kind_of_hit,
        metadata={"description": "Only this kind: one of the kinds of items, or reply, group or person."},
    )
    group = ItemsQuery._declared_fields["group"]


class SearchItem(Answer):
    """One hit."""

    id = fields.String(required=True, metadata=ID)
    kind = fields.String(
        required=True,
        metadata={"description": "discussion, statement, poll, document, reply, group or person."},
    )
    title = fields.String(required=True)
    url = fields.URL(required=True, metadata={"description": "The page for people."})
    group = fields.String(**_NULLABLE, metadata={"description": "The address of its group."})
    snippet = fields.String(required=True, metadata={"description": _SNIPPET})
    page = fields.Integer(
        **_NULLABLE, metadata={"description": "The page of a document on which the words stand, from 1."}
    )
    published_at = fields.AwareDateTime(**_NULLABLE)
    sha256 = fields.String(**_NULLABLE, metadata={"description": "The checksum of a document's file."})
    filename = fields.String(**_NULLABLE, metadata={"description": "Of a document's file."})


class SearchAnswer(Listing):
    """What was found, the best first."""

    items = fields.List(fields.Nested(SearchItem), required=True)


class ItemLine(Answer):
    """An item as a list shows it."""

    id = fields.String(required=True, metadata=ID)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    url = fields.URL(required=True, metadata={"description": "The page for people."})
    group = fields.String(**_NULLABLE, metadata={"description": "The address of its group."})
    summary = fields.String(required=True)
    author = fields.Nested(Author, required=True)
    published_at = fields.AwareDateTime(**_NULLABLE)
    last_activity_at = fields.AwareDateTime(required=True)
    reply_count = fields.Integer(required=True)


class ItemList(Listing):
    """Items."""

    items = fields.List(fields.Nested(ItemLine), required=True)


class Side(Answer):
    """How many chose one side of a statement."""

    choice = fields.String(required=True, validate=OneOf([choice.value for choice in Choice]))
    votes = fields.Integer(required=True)
    percent = fields.Integer(required=True)


class StatementPart(Answer):
    """What a statement has beside what all items have, as its page shows it to you."""

    closes_at = fields.AwareDateTime(**_NULLABLE)
    closed = fields.Boolean(required=True)
    voter_count = fields.Integer(required=True)
    my_choice = fields.String(**_NULLABLE, metadata={"description": "What you answered."})
    results = fields.List(
        fields.Nested(Side),
        **_NULLABLE,
        metadata={
            "description": "The division; null until you voted or it closed, and always below ten voters."
        },
    )


class PollOption(Answer):
    """An answer that one can choose. `votes` and `percent` are null until you voted or it closed,
    and always below five voters."""

    id = fields.Integer(required=True)
    label = fields.String(required=True)
    votes = fields.Integer(**_NULLABLE)
    percent = fields.Integer(**_NULLABLE)


class PollPart(Answer):
    """What a poll has beside what all items have, as its page shows it to you."""

    closes_at = fields.AwareDateTime(**_NULLABLE)
    closed = fields.Boolean(required=True)
    voter_count = fields.Integer(required=True)
    my_option = fields.Integer(**_NULLABLE, metadata={"description": "The id of the option that you chose."})
    options = fields.List(fields.Nested(PollOption), required=True)


class DocumentVersion(Answer):
    """A file that a document has or had."""

    number = fields.Integer(required=True, metadata={"description": "From 1; never changes."})
    current = fields.Boolean(required=True)
    reason = fields.String(required=True, metadata={"description": "Why it came; empty for the first."})
    by = fields.Nested(Author, required=True)
    at = fields.AwareDateTime(required=True)
    sha256 = fields.String(required=True)
    filename = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    file_url = fields.URL(required=True, metadata={"description": "The file of this version, always."})


class Item(ItemLine):
    """One item."""

    body_html = fields.String(
        required=True,
        metadata={"description": "Sanitised HTML. Relative addresses in it are relative to `url`."},
    )
    body_source = fields.String(
        **_NULLABLE, metadata={"description": "The Markdown; null for who may not edit it."}
    )
    audience = fields.String(
        required=True,
        metadata={
            "description": "public, signed_in, group (who may read the group) or members (members of the group).",
            "enum": ["public", "signed_in", "group", "members"],
        },
    )
    state = fields.String(
        required=True,
        metadata={
            "description": "published; hidden: only for managers of the group; draft: only for its author.",
            "enum": ["published", "hidden", "draft"],
        },
    )
    edited_at = fields.AwareDateTime(**_NULLABLE)
    themes = fields.List(fields.String(), required=True)
    attachments = fields.List(fields.Nested(File), required=True)
    sha256 = fields.String(**_NULLABLE, metadata={"description": "Documents only."})
    filename = fields.String(**_NULLABLE, metadata={"description": "Documents only."})
    media_type = fields.String(**_NULLABLE, metadata={"description": "Documents only."})
    size = fields.Integer(**_NULLABLE, metadata={"description": "Documents only; in bytes."})
    pages = fields.Integer(
        **_NULLABLE, metadata={"description": "Documents only; null when it has no pages."}
    )
    file_url = fields.URL(
        **_NULLABLE, metadata={"description": "Documents only: the file itself; send the same token there."}
    )
    version = fields.Integer(
        **_NULLABLE, metadata={"description": "Documents only: the number of the current file, from 1."}
    )
    versions = fields.List(
        fields.Nested(DocumentVersion),
        **_NULLABLE,
        metadata={"description": "Documents only: every file it has and had, the current one first."},
    )
    statement = fields.Nested(StatementPart, **_NULLABLE)
    poll = fields.Nested(PollPart, **_NULLABLE)


class Reply(Answer):
    """A reaction on an item."""

    id = fields.String(required=True, metadata=ID)
    item = fields.String(required=True, metadata={"description": "The id of the item that it is on."})
    url = fields.URL(required=True)
    body_html = fields.String(required=True, metadata={"description": "Sanitised HTML."})
    author = fields.Nested(Author, required=True)
    state = fields.String(required=True, metadata={"enum": ["published", "hidden"]})
    published_at = fields.AwareDateTime(required=True)
    edited_at = fields.AwareDateTime(**_NULLABLE)
    useful_count = fields.Integer(required=True)
    attachments = fields.List(fields.Nested(File), required=True)


class ReplyList(Listing):
    """Replies, the oldest first."""

    items = fields.List(fields.Nested(Reply), required=True)
