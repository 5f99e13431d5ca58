"""The shapes of what the API takes and gives. The OpenAPI description is made from them."""

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from forum.core import kinds
from forum.lib.pages import MAX_PAGE
from forum.search.service import kind_words

_ID = {"description": "The public id.", "examples": ["b7k2m9q4x3zd"]}
_SNIPPET = (
    "Safe HTML: the text is escaped, and the words that were found stand in <mark>. No other element occurs. "
    "For plain text: remove the marks and decode the entities."
)


def _one_of(codes: list[str], code: str) -> None:
    if code not in codes:
        raise ValidationError(f"Must be one of: {', '.join(codes)}.")


def _kind_of_item(code: str) -> None:
    _one_of([kind.code for kind in kinds.every()], code)


def _kind_of_hit(code: str) -> None:
    _one_of(list(kind_words()), code)


class _Answer(Schema):
    """Of an answer we do not promise that nothing will be added."""

    class Meta:
        unknown = EXCLUDE


class PageQuery(Schema):
    """Which page of a list."""

    page = fields.Integer(
        load_default=1,
        validate=validate.Range(1, MAX_PAGE),
        metadata={"description": "Which page, from 1; 20 on a page. After the last one comes an empty page."},
    )


class ItemsQuery(PageQuery):
    """How to narrow a list of items."""

    kind = fields.String(
        validate=_kind_of_item,
        metadata={"description": "Only this kind: discussion, statement, poll, document …"},
    )
    group = fields.String(
        validate=validate.Length(1, 80),
        metadata={
            "description": "Only in the group with this address. A group that you may not know of: 404."
        },
    )


class SearchQuery(ItemsQuery):
    """What to search for."""

    q = fields.String(
        required=True,
        metadata={
            "description": 'Words, and "phrases" in double quotes; there is no other syntax. Of a longer text '
            "the first 200 characters count. Empty: nothing is found."
        },
    )
    kind = fields.String(
        validate=_kind_of_hit,
        metadata={"description": "Only this kind: one of the kinds of items, or reply, group or person."},
    )


class _Listing(_Answer):
    total = fields.Integer(
        required=True, metadata={"description": "How many there are on all pages, of what you may read."}
    )


class SearchItem(_Answer):
    """One hit."""

    id = fields.String(required=True, metadata=_ID)
    kind = fields.String(
        required=True,
        metadata={"description": "discussion, statement, poll, document, reply, group or person."},
    )
    title = fields.String(required=True)
    url = fields.URL(required=True, metadata={"description": "The page for people."})
    group = fields.String(
        required=True, allow_none=True, metadata={"description": "The address of its group."}
    )
    snippet = fields.String(required=True, metadata={"description": _SNIPPET})
    page = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The page of a document on which the words stand, from 1."},
    )
    published_at = fields.AwareDateTime(required=True, allow_none=True)
    sha256 = fields.String(
        required=True, allow_none=True, metadata={"description": "The checksum of a document's file."}
    )
    filename = fields.String(
        required=True, allow_none=True, metadata={"description": "Of a document's file."}
    )


class SearchAnswer(_Listing):
    """What was found, the best first."""

    items = fields.List(fields.Nested(SearchItem), required=True)


class Author(_Answer):
    """Who wrote it."""

    id = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "The public id of the person; null without a token: visitors see only names."
        },
    )
    name = fields.String(required=True)


class ItemLine(_Answer):
    """An item as a list shows it."""

    id = fields.String(required=True, metadata=_ID)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    url = fields.URL(required=True, metadata={"description": "The page for people."})
    group = fields.String(
        required=True, allow_none=True, metadata={"description": "The address of its group."}
    )
    summary = fields.String(required=True)
    author = fields.Nested(Author, required=True)
    published_at = fields.AwareDateTime(required=True, allow_none=True)
    last_activity_at = fields.AwareDateTime(required=True)
    reply_count = fields.Integer(required=True)


class ItemList(_Listing):
    """Items, those published last first."""

    items = fields.List(fields.Nested(ItemLine), required=True)


class Item(ItemLine):
    """One item."""

    body_html = fields.String(
        required=True,
        metadata={"description": "Sanitised HTML. Relative addresses in it are relative to `url`."},
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
    edited_at = fields.AwareDateTime(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True, metadata={"description": "Documents only."})
    filename = fields.String(required=True, allow_none=True, metadata={"description": "Documents only."})
    media_type = fields.String(required=True, allow_none=True, metadata={"description": "Documents only."})
    size = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Documents only; in bytes."}
    )
    pages = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Documents only; null when it has no pages."}
    )
    file_url = fields.URL(
        required=True,
        allow_none=True,
        metadata={"description": "Documents only: where people download the file."},
    )


class Reply(_Answer):
    """A reaction on an item."""

    id = fields.String(required=True, metadata=_ID)
    url = fields.URL(required=True)
    body_html = fields.String(required=True, metadata={"description": "Sanitised HTML."})
    author = fields.Nested(Author, required=True)
    state = fields.String(required=True, metadata={"enum": ["published", "hidden"]})
    published_at = fields.AwareDateTime(required=True)
    edited_at = fields.AwareDateTime(required=True, allow_none=True)
    useful_count = fields.Integer(required=True)


class ReplyList(_Listing):
    """Replies, the oldest first."""

    items = fields.List(fields.Nested(Reply), required=True)


class Group(_Answer):
    """A group that you may know of. That does not mean that you may read what is in it."""

    id = fields.String(required=True, metadata=_ID)
    address = fields.String(required=True, metadata={"description": "Its name in web addresses."})
    name = fields.String(required=True)
    description = fields.String(required=True)
    preset = fields.String(required=True, metadata={"enum": ["open", "closed", "hidden"]})
    url = fields.URL(required=True, metadata={"description": "The page for people."})


class GroupList(_Listing):
    """Groups, by name."""

    items = fields.List(fields.Nested(Group), required=True)


class InputError(_Answer):
    """What is wrong with one parameter."""

    parameter = fields.String(required=True)
    detail = fields.String(required=True)


class Problem(_Answer):
    """What went wrong (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.List(
        fields.Nested(InputError), metadata={"description": "All that is wrong with the input, with 422."}
    )
