"""One real item of every kind, made by the kind's own service. A new kind adds its line here."""

import io
from collections.abc import Callable

from forum.access import Reader
from forum.core.group import Group
from forum.core.item import Item
from forum.discussions.service import start_discussion
from forum.library import uploads
from forum.library.service import add_document
from forum.polls.service import post_poll
from forum.statements.service import post_statement

Maker = Callable[[Reader, Group | None, str], Item]


def _discussion(reader: Reader, group: Group | None, title: str) -> Item:
    return start_discussion(reader, title=title, body="Waar loop jij tegenaan?", group=group, audience=None)


def _statement(reader: Reader, group: Group | None, title: str) -> Item:
    return post_statement(reader, title=title, body="Toelichting", group=group, audience=None)


def _poll(reader: Reader, group: Group | None, title: str) -> Item:
    return post_poll(reader, title=title, body="", options="ja\nnee", group=group, audience=None)


def _document(reader: Reader, group: Group | None, title: str) -> Item:
    upload = uploads.keep(io.BytesIO(f"Tekst van {title}".encode()), "verslag.txt")
    return add_document(reader, upload, title=title, group=group)


SAMPLES: dict[str, Maker] = {
    "discussion": _discussion,
    "statement": _statement,
    "poll": _poll,
    "document": _document,
}
