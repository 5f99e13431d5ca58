"""Move an item with all that stands on it: to another group, out of one, or into one. Never silently wider (T37)."""

from dataclasses import dataclass

from sqlalchemy import select

from forum.access import ANONYMOUS, Action, Reader, get_visible, require, visible
from forum.access import audience as audiences
from forum.access.audience import AudienceLine
from forum.core.events import ItemChanged, ItemMoved, ReplyChanged
from forum.core.group import Group
from forum.core.item import Audience, Item, Reply, State
from forum.lib.db import db, flush
from forum.lib.errors import Forbidden, NotFound
from forum.lib.events import publish as announce
from forum.threads import counts, places, removal
from forum.threads.move_effects import effects_of

OUTSIDE = "buiten"


@dataclass(frozen=True)
class Target:
    """Where an item can go, and who reads it there. `key` names both."""

    group: Group | None
    audience: Audience
    line: AudienceLine

    @property
    def key(self) -> str:
        return f"{self.group.public_id if self.group else OUTSIDE}.{self.audience.value}"


def list_targets(reader: Reader, item: Item) -> list[Target]:
    """Every place but its own where `reader` may write."""
    groups: list[Group | None] = [*places.own_groups(reader), None]
    return [
        Target(group, audience, audiences.describe(audience, group))
        for group in groups
        if (group.id if group else None) != item.group_id
        for audience in audiences.choices(group)
    ]


def get_target(key: str, reader: Reader, item: Item) -> Target:
    """The target with this key.

    Raises:
        NotFound: there is no such place for `reader`, or it is where the item stands.
        Forbidden: they may not write there.
    """
    place, _dot, name = key.partition(".")
    group = None if place == OUTSIDE else get_visible(Group, place, reader)
    if (group.id if group else None) == item.group_id or name not in audiences.choices(group):
        raise NotFound
    require(reader, Action.ITEM_CREATE, group)
    return Target(group, Audience(name), audiences.describe(Audience(name), group))


def move(reader: Reader, item: Item, target: Target, mark: str) -> bool:
    """Move `item`, which came through the door with its group, when the facts are still those that `reader` saw
    (`Effects.mark`). False, and nothing changed: look again.

    Replies, files, versions, marks and follows go along; hidden replies too, when `reader` manages them here.

    Raises:
        Forbidden: `reader` may not take it away here, or not write there.
    """
    require(reader, Action.ITEM_MOVE, item)
    require(reader, Action.ITEM_CREATE, target.group)
    source = item.group
    _hold(item, [group for group in (source, target.group) if group is not None])
    if item.state != State.PUBLISHED or item.group_id != (source.id if source else None):
        raise Forbidden
    # A preset may have changed since the target was chosen: what fits there is asked again.
    if target.audience not in audiences.choices(target.group):
        return False
    if effects_of(reader, item, target.group, target.audience).mark != mark:
        return False
    _leave_hidden(reader, item)
    item.group, item.audience, item.pinned_at = target.group, target.audience, None
    item.group_id = target.group.id if target.group else None
    flush()
    for group in (source, target.group):
        if group is not None:
            counts.recount_group(group.id)
    announce(ItemChanged(item.id, access=True))
    announce(ItemMoved(item.id, source.id if source else None, item.group_id, reader.user_id))
    return True


def _leave_hidden(reader: Reader, item: Item) -> None:
    """Delete the hidden replies that `reader` may not read, and could read in a group of their own. As when they delete
    the item itself, those go too; nobody can take that back."""
    theirs = visible(Reply, reader).where(Reply.item_id == item.id).with_only_columns(Reply.id)
    # door: only to leave them behind
    hidden = select(Reply).where(Reply.item_id == item.id, Reply.state == State.HIDDEN)
    for reply in db.session.scalars(hidden.where(Reply.id.not_in(theirs))).all():
        removal.note(ANONYMOUS, reply)
        announce(ReplyChanged(reply.id, item.id, access=True))


def _hold(item: Item, groups: list[Group]) -> None:
    """Wait for others who change these, then read them anew. SQLite locked everything at BEGIN."""
    flush()
    for group in sorted(groups, key=lambda each: each.id):
        db.session.refresh(group, with_for_update=True)
    # door: a lock on an item that came through it
    db.session.execute(select(Item.id).where(Item.id == item.id).with_for_update())
    db.session.refresh(item, ["group_id", "audience", "state", "edited_at", "reply_count", "pinned_at"])
