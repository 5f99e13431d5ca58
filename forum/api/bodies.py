"""What came in the body of a request: JSON, or a form with a file. All that is wrong with it is told at once."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext as _
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from forum.api.blueprint import bp
from forum.api.fields import ListOf
from forum.lib.db import release

F = TypeVar("F", bound=Callable[..., Any])
JSON, FORM = "application/json", "multipart/form-data"
# A text of 50,000 signs, each written as \uXXXX, and room around it.
LARGEST_JSON = 1024 * 1024


class BodyErrors(Exception):
    """The body cannot be used: `messages` are those of marshmallow, by field."""

    def __init__(self, messages: Any) -> None:
        super().__init__("the body cannot be used")
        self.messages = messages


def takes(schema: type[Schema], media_type: str = JSON) -> Callable[[F], F]:
    """Give a view what its body holds, as first argument, checked against `schema`; and describe it.

    Raises, when it is called:
        BadRequest: it is no JSON. UnsupportedMediaType: it says to be something else.
        BodyErrors: it does not fit the schema.
    """

    def read() -> Any:
        return checked(schema, _json() if media_type == JSON else _form(schema))

    return _decorated(media_type, schema, read)


def takes_one_of(name: str, field: str, schemas: Mapping[str, type[Schema]]) -> Callable[[F], F]:
    """As `takes`, with the schema that the text in `field` of the body names. `name` is that of the choice in the
    description."""
    mapping = {key: f"#/components/schemas/{schema.__name__}" for key, schema in schemas.items()}
    shape = {"oneOf": list(schemas.values()), "discriminator": {"propertyName": field, "mapping": mapping}}

    def read() -> Any:
        sent = _json()
        schema = schemas.get(sent[field]) if isinstance(sent.get(field), str) else None
        if schema is None:
            words = ", ".join(schemas)
            raise BodyErrors({field: [_("Kies een van: %(words)s.", words=words)]})
        return checked(schema, sent)

    return _decorated(JSON, {**shape, "title": name}, read)


def takes_any_of(name: str, schemas: Iterable[type[Schema]]) -> Callable[[F], F]:
    """Give a view the JSON object as it came, for who only knows later which of `schemas` it must fit."""
    return _decorated(JSON, {"oneOf": list(schemas), "title": name}, _json)


def _decorated(media_type: str, shape: Any, read: Callable[[], Any]) -> Callable[[F], F]:
    def decorate(view: F) -> F:
        @wraps(view)
        def call(*args: Any, **kwargs: Any) -> Any:
            if request.mimetype != media_type:
                raise UnsupportedMediaType
            return view(read(), *args, **kwargs)

        body = {"required": True, "content": {media_type: {"schema": shape}}}
        return bp.doc(requestBody=body)(call)

    return decorate


def read_whole_body() -> None:
    """Take in the whole body before anything is asked of the database.

    A request that writes holds the place of SQLite's one writer from its first question on: a slow sender must not
    hold it, nor act with the rights of when they began to send. What was asked before is let go.
    """
    release()
    if request.mimetype == FORM:
        request.files  # noqa: B018 -- reading it is what takes the form in
    else:
        request.max_content_length = LARGEST_JSON
        request.get_data(cache=True)


def checked(schema: type[Schema], values: Any) -> Any:
    """`values` as `schema` wants them. Raises BodyErrors with all that is wrong."""
    try:
        return schema().load(values)
    except ValidationError as error:
        raise BodyErrors(error.messages) from error


def _json() -> Mapping[str, Any]:
    try:
        values = request.get_json()
    except (RecursionError, UnicodeDecodeError) as error:
        raise BadRequest from error
    if not isinstance(values, Mapping):
        raise BodyErrors({"": [_("Stuur één JSON-object.")]})
    return values


def _form(schema: type[Schema]) -> dict[str, Any]:
    lists = {name for name, field in schema().fields.items() if isinstance(field, ListOf)}
    fields = request.form
    values = {name: fields.getlist(name) if name in lists else fields[name] for name in fields}
    return {**values, **request.files.to_dict()}


def digest(content: bytes) -> str:
    """A short name for these bytes, for an ETag."""
    return hashlib.sha256(content).hexdigest()[:32]
