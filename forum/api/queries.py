"""What the API reads itself; the rest it asks of search and threads. All of it starts at the door."""

from sqlalchemy import func
from sqlalchemy.orm import joinedload

from forum.access import Reader, count_visible, get_group_at, visible
from forum.core.group import Group
from forum.core.item import Item, Reply
from forum.lib.db import db
from forum.lib.pages import PER_PAGE, Page, offset
from forum.threads import queries as threads


def get_item(public_id: str, reader: Reader) -> Item:
    """The item with this public id, of whatever kind, with author and group.

    Raises:
        NotFound: it does not exist, or `reader` may not know.
    """
    return threads.get_item(Item, public_id, reader)


def get_group(address: str, reader: Reader) -> Group:
    """The group with this address. Raises NotFound when there is none that `reader` may know of."""
    return get_group_at(address, reader)


def list_groups(reader: Reader, page: int = 1) -> Page[Group]:
    """The groups that `reader` may know of, by name: an order by activity would tell what goes on in a
    closed group (T29)."""
    query = visible(Group, reader)
    ordered = query.order_by(func.lower(Group.name), Group.id).offset(offset(page)).limit(PER_PAGE)
    return Page(db.session.scalars(ordered).all(), page, count_visible(query))


def list_replies(reader: Reader, item: Item, page: int = 1) -> Page[Reply]:
    """The replies on `item`, which came through the door, the oldest first."""
    query = visible(Reply, reader).where(Reply.item_id == item.id)
    ordered = query.options(joinedload(Reply.author)).order_by(Reply.id).offset(offset(page)).limit(PER_PAGE)
    return Page(db.session.scalars(ordered).all(), page, count_visible(query))
