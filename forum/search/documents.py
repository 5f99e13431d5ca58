"""From rows to what the index knows of them. Reads past the door: labels say who may find it."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.access import labels_of
from forum.core import kinds
from forum.core.attachment import Attachment
from forum.core.expertise import expertise_of
from forum.core.group import Group
from forum.core.item import Item, Reply
from forum.core.theme import item_themes
from forum.core.user import User
from forum.lib import markup
from forum.lib.db import db
from forum.search.engine import IndexDocument

CHUNK = 200


def key(subject: str, subject_id: int) -> str:
    """The name of a row in the index."""
    return f"{subject}:{subject_id}"


def of_item(item: Item) -> IndexDocument | None:
    """What the index knows of an item; None when nobody may read it."""
    labels = labels_of(item)
    if not labels:
        return None
    theme_rows = db.session.execute(
        select(item_themes.c.theme_id, item_themes.c.name).where(item_themes.c.item_id == item.id)
    ).all()
    files = db.session.execute(
        select(Attachment.filename, Attachment.alt_text).where(  # door: for the index
            Attachment.item_id == item.id, Attachment.reply_id.is_(None)
        )
    ).all()
    author = db.session.get(User, item.author_id)  # door: for the index
    kind = kinds.of(item)
    extra = [name for _id, name in theme_rows] + [f"{name} {alt}" for name, alt in files]
    return IndexDocument(
        key=key("item", item.id),
        kind=item.kind,
        labels=labels,
        title=item.title,
        summary=item.summary,
        body="\n".join((markup.from_html(item.body_html), kind.searchable(item))),
        passages=tuple(kind.passages(item)),
        extra="\n".join([*extra, author.name if author else ""]),
        group_id=item.group_id,
        author_id=item.author_id,
        theme_ids=tuple(theme_id for theme_id, _name in theme_rows),
        published_at=item.published_at,
        file_type=kind.file_type(item),
        boost=kind.boost(item),
    )


def of_reply(reply: Reply, item: Item) -> IndexDocument | None:
    """What the index knows of a reply on `item`; None when nobody may read it."""
    labels = labels_of(reply, item)
    if not labels:
        return None
    author = db.session.get(User, reply.author_id)  # door: for the index
    return IndexDocument(
        key=key("reply", reply.id),
        kind="reply",
        labels=labels,
        body=markup.from_html(reply.body_html),
        extra=author.name if author else "",
        group_id=item.group_id,
        author_id=reply.author_id,
        published_at=reply.created_at,
        parent=key("item", item.id),
    )


def of_group(group: Group) -> IndexDocument:
    """What the index knows of a group: its name and description."""
    return IndexDocument(
        key=key("group", group.id),
        kind="group",
        labels=labels_of(group),
        title=group.name,
        body=group.description,
        group_id=group.id,
        published_at=group.created_at,
    )


def of_user(user: User) -> IndexDocument | None:
    """What the index knows of a person: their profile. Never the address (T05)."""
    labels = labels_of(user)
    if not labels:
        return None
    return IndexDocument(
        key=key("user", user.id),
        kind="person",
        labels=labels,
        title=user.name,
        body=f"{user.function}\n{user.organisation}\n{user.about}",
        extra="\n".join(known.name for known in expertise_of([user.id]).get(user.id, [])),
        published_at=user.created_at,
    )


def load(subject: str, ids: Iterable[int]) -> Iterator[IndexDocument]:
    """What the index must hold of these rows; left out is what nobody may read or what is gone."""
    wanted = list(ids)
    if subject == "item":
        rows = db.session.scalars(select(Item).where(Item.id.in_(wanted)))  # door: for the index
        found = [of_item(item) for item in rows]
    elif subject == "reply":
        replies = select(Reply).where(Reply.id.in_(wanted))  # door: for the index
        replies = replies.options(joinedload(Reply.item))
        found = [of_reply(reply, reply.item) for reply in db.session.scalars(replies)]
    elif subject == "group":
        groups = db.session.scalars(select(Group).where(Group.id.in_(wanted)))  # door: for the index
        found = [of_group(group) for group in groups]
    else:
        users = db.session.scalars(select(User).where(User.id.in_(wanted)))  # door: for the index
        found = [of_user(user) for user in users]
    yield from (document for document in found if document is not None)


def replies_of(item_ids: Iterable[int]) -> list[int]:
    """The ids of the replies on these items: they follow when an item's access changes."""
    wanted = list(item_ids)
    return list(db.session.scalars(select(Reply.id).where(Reply.item_id.in_(wanted))))  # door: ids only


def everything() -> Iterator[IndexDocument]:
    """All that can be found, a chunk at a time, without holding a transaction in between."""
    sources: tuple[tuple[str, type[Item] | type[Reply] | type[Group] | type[User]], ...] = (
        ("item", Item),
        ("reply", Reply),
        ("group", Group),
        ("user", User),
    )
    for subject, model in sources:
        last = 0
        while True:
            query = select(model.id).where(model.id > last).order_by(model.id).limit(CHUNK)  # door: ids only
            ids = list(db.session.scalars(query))
            if not ids:
                break
            yield from load(subject, ids)
            db.session.rollback()
            last = ids[-1]
