"""From rows that came through the door to what the API says of them (schemas_…py have the shapes)."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urljoin

from flask import current_app

from forum.access import Action, Reader, may
from forum.core import kinds
from forum.core.attachment import Attachment
from forum.core.item import Item, Reply
from forum.lib import links
from forum.library.models import Document
from forum.library.versions import Version, list_versions
from forum.polls import queries as polls
from forum.polls.models import Poll
from forum.search.service import Result
from forum.statements import queries as statements
from forum.statements.models import Statement
from forum.threads.lines import ItemLine

Json = dict[str, Any]
_DOCUMENT_FIELDS = ("sha256", "filename", "media_type", "size", "pages", "file_url", "version", "versions")


def hit(result: Result) -> Json:
    """A hit of search."""
    document = result.item if isinstance(result.item, Document) else None
    return {
        "id": result.public_id,
        "kind": result.kind,
        "title": result.title,
        "url": whole_address(result.url),
        "group": result.group_address,
        "snippet": str(result.snippet),
        "page": result.page,
        "published_at": result.published_at,
        "sha256": document.sha256 if document else None,
        "filename": document.filename if document else None,
    }


def line(reader: Reader, row: ItemLine) -> Json:
    """An item in a list."""
    return {
        "id": row.public_id,
        "kind": row.kind,
        "title": row.title,
        "url": whole_address(row.url),
        "group": row.group_address,
        "summary": row.summary,
        "author": author(reader, row.author_public_id, row.author_name),
        "published_at": row.published_at,
        "last_activity_at": row.last_activity_at,
        "reply_count": row.reply_count,
    }


def whole_item(reader: Reader, item: Item, themes: Sequence[str], attached: Iterable[Attachment]) -> Json:
    """All there is to say of an item, with author and group loaded; `attached` are its own files."""
    own: Json = dict.fromkeys((*_DOCUMENT_FIELDS, "statement", "poll"))
    for model, tell in _OWN.items():
        if isinstance(item, model):
            own |= tell(reader, item)
    return {
        "id": item.public_id,
        "kind": item.kind,
        "title": item.title,
        "url": links.absolute(kinds.of(item).page, public_id=item.public_id),
        "group": item.group.address if item.group else None,
        "summary": item.summary,
        "author": author(reader, item.author.public_id, item.author.name),
        "published_at": item.published_at,
        "last_activity_at": item.last_activity_at,
        "reply_count": item.reply_count,
        "body_html": item.body_html,
        "body_source": item.body_source if may(reader, Action.ITEM_EDIT, item) else None,
        "audience": item.audience,
        "state": item.state,
        "edited_at": item.edited_at,
        "themes": list(themes),
        "attachments": [file(row) for row in attached],
        **own,
    }


def reply(reader: Reader, row: Reply, item: Item, attached: Iterable[Attachment]) -> Json:
    """A reply on `item`, with its author loaded; `attached` are its files."""
    return {
        "id": row.public_id,
        "item": item.public_id,
        "url": address_of(row),
        "body_html": row.body_html,
        "author": author(reader, row.author.public_id, row.author.name),
        "state": row.state,
        "published_at": row.created_at,
        "edited_at": row.edited_at,
        "useful_count": row.useful_count,
        "attachments": [file(each) for each in attached],
    }


def address_of(row: Reply) -> str:
    """The lasting address of a reply."""
    return links.absolute("threads.reply_page", public_id=row.public_id)


def file(row: Attachment) -> Json:
    """A file on an item or a reply."""
    return {
        "id": row.public_id,
        "filename": row.filename,
        "media_type": row.media_type,
        "size": row.size,
        "alt_text": row.alt_text,
        "file_url": links.absolute("attachments.file", public_id=row.public_id, filename=row.filename),
    }


def author(reader: Reader, public_id: str, name: str) -> Json:
    """Who wrote something. Pages of people are for people with an account, and so are the keys to them."""
    return {"id": public_id if reader.signed_in else None, "name": name}


def whole_address(path: str) -> str:
    """A path of this site with scheme and host before it."""
    return urljoin(current_app.config["KENNISPLEIN"].base_url, path)


def _document(reader: Reader, item: Any) -> Json:
    return {
        "sha256": item.sha256,
        "filename": item.filename,
        "media_type": item.media_type,
        "size": item.size,
        "pages": item.page_count or None,
        "file_url": links.absolute("library.file", public_id=item.public_id),
        "version": item.version,
        "versions": [_version(reader, item, version) for version in list_versions(reader, item)],
    }


def _version(reader: Reader, item: Any, version: Version) -> Json:
    return {
        "number": version.number,
        "current": version.current,
        "reason": version.reason,
        "by": author(reader, version.by_public_id, version.by),
        "at": version.at,
        "sha256": version.sha256,
        "filename": version.filename,
        "media_type": version.media_type,
        "size": version.size,
        "file_url": links.absolute("library.version_file", public_id=item.public_id, number=version.number),
    }


def _statement(reader: Reader, item: Any) -> Json:
    view = statements.view_of(reader, item)
    results = None
    if view.results is not None:
        results = [{"choice": row.key, "votes": row.votes, "percent": row.percent} for row in view.results]
    part = {"closes_at": view.closes_at, "closed": view.closed, "voter_count": view.voter_count}
    return {"statement": {**part, "my_choice": view.my_choice, "results": results}}


def _poll(reader: Reader, item: Any) -> Json:
    view = polls.view_of(reader, item)
    options = [
        {
            "id": option.id,
            "label": option.text,
            "votes": view.results[place].votes if view.results else None,
            "percent": view.results[place].percent if view.results else None,
        }
        for place, option in enumerate(view.options)
    ]
    part = {"closes_at": view.closes_at, "closed": view.closed, "voter_count": view.voter_count}
    return {"poll": {**part, "my_option": view.my_option_id, "options": options}}


# What a kind has beside what all items have.
_OWN: dict[type[Item], Callable[[Reader, Any], Json]] = {
    Document: _document,
    Statement: _statement,
    Poll: _poll,
}
