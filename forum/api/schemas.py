"""The shapes that all answers of the API share, problems among them. The OpenAPI description is made from them."""

from marshmallow import EXCLUDE, Schema, fields

from forum.api.fields import Number, Range
from forum.lib.pages import MAX_PAGE, PER_PAGE

MOST_PER_PAGE = 100
ID = {"description": "The public id.", "examples": ["b7k2m9q4x3zd"]}


class Answer(Schema):
    """Of an answer we do not promise that nothing will be added."""

    class Meta:
        unknown = EXCLUDE


class PageQuery(Schema):
    """Which page of a list."""

    page = Number(
        load_default=1,
        validate=Range(1, MAX_PAGE),
        metadata={"description": "Which page, from 1. After the last one comes an empty page."},
    )


class SizedPageQuery(PageQuery):
    """Which page, and of how many."""

    per_page = Number(
        load_default=PER_PAGE,
        validate=Range(1, MOST_PER_PAGE),
        metadata={"description": "How many on a page."},
    )


class Listing(Answer):
    """A page of a list. The header `Link` has the addresses of the pages around it."""

    total = fields.Integer(
        required=True, metadata={"description": "How many there are on all pages, of what you may read."}
    )


class Author(Answer):
    """Who wrote it."""

    id = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "The public id of the person; null without a token: visitors see only names."
        },
    )
    name = fields.String(required=True)


class File(Answer):
    """A file on an item or a reply."""

    id = fields.String(required=True, metadata=ID)
    filename = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "In bytes."})
    alt_text = fields.String(required=True, metadata={"description": "What a picture shows, in words."})
    file_url = fields.URL(
        required=True, metadata={"description": "The file itself; send the same token there."}
    )


class InputError(Answer):
    """One thing that is wrong with the input."""

    parameter = fields.String(
        required=True, metadata={"description": "The parameter, header or field; empty for the whole."}
    )
    pointer = fields.String(metadata={"description": "Where in the body: a JSON pointer, as `#/title`."})
    detail = fields.String(required=True, metadata={"description": "In Dutch or English: Accept-Language."})


class Problem(Answer):
    """What went wrong (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "In Dutch or English: Accept-Language."})
    instance = fields.String(metadata={"description": "The number of this request in the log, with 5xx."})
    errors = fields.List(
        fields.Nested(InputError), metadata={"description": "All that is wrong with the input, with 422."}
    )
