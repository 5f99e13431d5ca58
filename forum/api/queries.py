"""What the API reads itself; the rest it asks of the rooms. All of it starts at the door."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from forum.access import Reader, count_visible, get_group_at, get_visible, visible
from forum.core.attachment import Attachment
from forum.core.follow import Follow, GroupFollow, PersonFollow, ThemeFollow
from forum.core.group import Group
from forum.core.item import Item, Reply
from forum.core.theme import Theme
from forum.core.user import User
from forum.lib.db import db
from forum.lib.pages import Page, offset
from forum.threads import queries as threads
from forum.threads.theme_lists import names_of


def get_item(public_id: str, reader: Reader) -> Item:
    """The item with this public id, of whatever kind, with author and group.

    Raises:
        NotFound: it does not exist, or `reader` may not know.
    """
    return threads.get_item(Item, public_id, reader)


def get_group(address: str, reader: Reader) -> Group:
    """The group with this address. Raises NotFound when there is none that `reader` may know of."""
    return get_group_at(address, reader)


def list_groups(reader: Reader, page: int, per_page: int) -> Page[Group]:
    """The groups that `reader` may know of, by name: an order by activity would tell what goes on in a
    closed group (T29)."""
    return _page(visible(Group, reader), (func.lower(Group.name), Group.id), page, per_page)


def get_person(public_id: str, reader: Reader) -> User:
    """Somebody with an account. Raises NotFound when there is nobody that `reader` may know of."""
    return get_visible(User, public_id, reader)


def list_people(reader: Reader, page: int, per_page: int) -> Page[User]:
    """The people that `reader` may know of, by name."""
    return _page(visible(User, reader), (func.lower(User.name), User.id), page, per_page)


def list_replies(reader: Reader, item: Item, page: int, per_page: int) -> Page[Reply]:
    """The replies on `item`, which came through the door, the oldest first."""
    query = visible(Reply, reader).where(Reply.item_id == item.id).options(joinedload(Reply.author))
    return _page(query, (Reply.id,), page, per_page)


def files_on(reader: Reader, replies: Sequence[Reply]) -> dict[int | None, list[Attachment]]:
    """The files on each of these replies, by the id of the reply."""
    query = visible(Attachment, reader).where(Attachment.reply_id.in_([reply.id for reply in replies]))
    found: dict[int | None, list[Attachment]] = defaultdict(list)
    for row in db.session.scalars(query.order_by(Attachment.id)) if replies else ():
        found[row.reply_id].append(row)
    return found


def list_follows(reader: Reader, page: int, per_page: int) -> Page[dict[str, Any]]:
    """What `reader` follows and may still know of, the latest first."""
    chosen = union_all(
        _followed(reader, Item, Follow, "item", Item.public_id, Item.title),
        _followed(reader, Group, GroupFollow, "group", Group.address, Group.name),
        _followed(reader, User, PersonFollow, "person", User.public_id, User.name),
        _followed(reader, Theme, ThemeFollow, "theme", Theme.slug, cast(Theme.id, String)),
    ).subquery()
    total = db.session.scalar(select(func.count()).select_from(chosen)) or 0
    ordered = select(chosen).order_by(chosen.c.since.desc(), chosen.c.id)
    rows = [dict(row) for row in db.session.execute(_cut(ordered, page, per_page)).mappings()]
    # A theme is called as it is spelled where this reader may read (T28).
    called = names_of(reader, [int(row["name"]) for row in rows if row["what"] == "theme"])
    for row in rows:
        if row["what"] == "theme":
            row["name"] = called[int(row["name"])]
    return Page(rows, page, total, per_page)


def _followed(reader: Reader, model: Any, table: Any, what: str, key: Any, name: Any) -> Select[Any]:
    column = getattr(table, f"{what}_id")
    return (
        visible(model, reader)
        .join(table, column == model.id)
        .where(table.user_id == reader.user_id)
        .with_only_columns(
            literal(what).label("what"), key.label("id"), name.label("name"), table.created_at.label("since")
        )
    )


def _page(query: Select[Any], order: Sequence[Any], page: int, per_page: int) -> Page[Any]:
    rows = db.session.scalars(_cut(query.order_by(*order), page, per_page)).all()
    return Page(rows, page, count_visible(query), per_page)


def _cut(query: Select[Any], page: int, per_page: int) -> Select[Any]:
    return query.limit(per_page).offset(offset(page, per_page))
