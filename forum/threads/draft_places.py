"""Where drafts belong: the form in which each goes on, as far as its owner may still know and write there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from forum.access import Action, Reader, may, visible
from forum.core import kinds
from forum.core.draft import DraftFor, SavedDraft
from forum.core.group import Group
from forum.core.item import Item, Reply
from forum.lib.db import db

M = TypeVar("M", Group, Item, Reply)


@dataclass(frozen=True)
class Place:
    """`what` it is ("Reactie"), `where` it belongs in words, or None for a place that is not there for its owner any
    more; `url` is the form to go on in, or None: it cannot be posted there."""

    what: str
    where: str | None
    url: str | None


@dataclass(frozen=True)
class _Known:
    groups: dict[str, Group]
    items: dict[str, Item]
    replies: dict[str, Reply]


def places_of(reader: Reader, drafts: Sequence[SavedDraft]) -> dict[str, Place]:
    """The place of each of these drafts of `reader`, by public id; three queries for any number."""
    known = _Known(
        _through_the_door(reader, Group, {draft.group_public_id for draft in drafts}),
        _through_the_door(reader, Item, {draft.item_public_id for draft in drafts}),
        _through_the_door(reader, Reply, {draft.reply_public_id for draft in drafts}),
    )
    return {draft.public_id: _place(reader, draft, known) for draft in drafts}


def _through_the_door(reader: Reader, model: type[M], public_ids: set[str | None]) -> dict[str, M]:
    wanted = public_ids - {None}
    if not wanted:
        return {}
    query = visible(model, reader).where(model.public_id.in_(wanted))
    if model is Item:
        query = query.options(joinedload(Item.group))
    return {row.public_id: row for row in db.session.scalars(query)}


def _place(reader: Reader, draft: SavedDraft, known: _Known) -> Place:
    if draft.purpose == DraftFor.ITEM:
        return _new_item(reader, draft, known)
    item = known.items.get(draft.item_public_id or "")
    reply = known.replies.get(draft.reply_public_id or "")
    is_reply = draft.purpose == DraftFor.REPLY or draft.reply_public_id is not None
    what = _("Reactie") if is_reply else _("Aanpassing")
    if item is None or (draft.reply_public_id and reply is None):
        return Place(what, None, None)
    return Place(what, item.title, _address(reader, draft, item, reply))


def _address(reader: Reader, draft: SavedDraft, item: Item, reply: Reply | None) -> str | None:
    concept = draft.public_id
    if draft.purpose == DraftFor.REPLY:
        if may(reader, Action.ITEM_TAKE_PART, item):
            return url_for("threads.post_reply", item_public_id=item.public_id, concept=concept)
        return None
    if reply is not None:
        if may(reader, Action.REPLY_EDIT, reply):
            return url_for("threads.edit_reply", public_id=reply.public_id, concept=concept)
        return None
    endpoint = kinds.of(item).edit
    if endpoint and may(reader, Action.ITEM_EDIT, item):
        return url_for(endpoint, public_id=item.public_id, concept=concept)
    return None


def _new_item(reader: Reader, draft: SavedDraft, known: _Known) -> Place:
    kind = kinds.find(draft.kind)
    what = str(kind.label) if kind else _("Tekst")
    group = known.groups.get(draft.group_public_id or "")
    if draft.group_public_id and group is None:
        return Place(what, None, None)
    url = None
    if kind and may(reader, Action.ITEM_CREATE, group):
        url = url_for(kind.compose, groep=group.address if group else None, concept=draft.public_id)
    return Place(what, group.name if group else _("Buiten een groep"), url)
