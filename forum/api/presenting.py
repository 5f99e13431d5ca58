"""From rows that came through the door to what the API says of them (schemas.py has the shapes)."""

from typing import Any
from urllib.parse import urljoin

from flask import current_app

from forum.access import Reader
from forum.core import kinds
from forum.core.group import Group
from forum.core.item import Item, Reply
from forum.lib import links
from forum.library.models import Document
from forum.search.service import Result
from forum.threads.lines import ItemLine

Json = dict[str, Any]


def hit(result: Result) -> Json:
    """A hit of search."""
    document = result.item if isinstance(result.item, Document) else None
    return {
        "id": result.public_id,
        "kind": result.kind,
        "title": result.title,
        "url": _whole(result.url),
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
        "url": _whole(row.url),
        "group": row.group_address,
        "summary": row.summary,
        "author": _author(reader, row.author_public_id, row.author_name),
        "published_at": row.published_at,
        "last_activity_at": row.last_activity_at,
        "reply_count": row.reply_count,
    }


def whole_item(reader: Reader, item: Item) -> Json:
    """All there is to say of an item."""
    return {
        "id": item.public_id,
        "kind": item.kind,
        "title": item.title,
        "url": links.absolute(kinds.of(item).page, public_id=item.public_id),
        "group": item.group.address if item.group else None,
        "summary": item.summary,
        "author": _author(reader, item.author.public_id, item.author.name),
        "published_at": item.published_at,
        "last_activity_at": item.last_activity_at,
        "reply_count": item.reply_count,
        "body_html": item.body_html,
        "audience": item.audience,
        "state": item.state,
        "edited_at": item.edited_at,
        **_file(item),
    }


def reply(reader: Reader, row: Reply) -> Json:
    """A reply."""
    return {
        "id": row.public_id,
        "url": links.absolute("threads.reply_page", public_id=row.public_id),
        "body_html": row.body_html,
        "author": _author(reader, row.author.public_id, row.author.name),
        "state": row.state,
        "published_at": row.created_at,
        "edited_at": row.edited_at,
        "useful_count": row.useful_count,
    }


def group(row: Group) -> Json:
    """A group. Its handle is for commands and is told to nobody."""
    return {
        "id": row.public_id,
        "address": row.address,
        "name": row.name,
        "description": row.description,
        "preset": row.preset,
        "url": links.absolute("groups.page", address=row.address),
    }


def _author(reader: Reader, public_id: str, name: str) -> Json:
    # Pages of people are for people with an account, and so are the keys to them.
    return {"id": public_id if reader.signed_in else None, "name": name}


def _file(item: Item) -> Json:
    if not isinstance(item, Document):
        return dict.fromkeys(("sha256", "filename", "media_type", "size", "pages", "file_url"))
    return {
        "sha256": item.sha256,
        "filename": item.filename,
        "media_type": item.media_type,
        "size": item.size,
        "pages": item.page_count or None,
        "file_url": links.absolute("library.file", public_id=item.public_id),
    }


def _whole(path: str) -> str:
    """A path of this site with scheme and host before it."""
    return urljoin(current_app.config["KENNISPLEIN"].base_url, path)
