"""Note what the index must learn, in the transaction of its cause."""

from sqlalchemy import select

from forum.core.events import GroupChanged, ItemChanged, ItemPublished, ReplyChanged, ReplyPosted, UserChanged
from forum.core.group import Group
from forum.core.item import Item, Reply
from forum.core.user import User
from forum.lib.db import after_commit, db
from forum.search.models import IndexChange
from forum.work.queue import nudge
from forum.work.worker import INDEX

ITEM, REPLY, GROUP, USER = "item", "reply", "group", "user"
MODELS: dict[str, type[Item] | type[Reply] | type[Group] | type[User]] = {
    ITEM: Item, REPLY: Reply, GROUP: Group, USER: User,
}  # fmt: skip


def note(subject: str, subject_id: int, access: bool = False) -> None:
    """Let the index read `subject` number `subject_id` again. With `access`, search leaves it out until then."""
    db.session.add(IndexChange(subject=subject, subject_id=subject_id, access=access))
    after_commit(_nudge)


def _nudge() -> None:
    nudge(INDEX)


def note_everything() -> None:
    """Let the index read everything again, in this transaction: for tests and after an import by hand."""
    for subject, model in MODELS.items():
        for row_id in db.session.scalars(select(model.id)):  # door: ids only, for the index
            note(subject, row_id)


def on_item_published(event: ItemPublished) -> None:
    note(ITEM, event.item_id)


def on_item_changed(event: ItemChanged) -> None:
    note(ITEM, event.item_id, event.access)


def on_reply_posted(event: ReplyPosted) -> None:
    note(REPLY, event.reply_id)


def on_reply_changed(event: ReplyChanged) -> None:
    note(REPLY, event.reply_id, event.access)


def on_group_changed(event: GroupChanged) -> None:
    note(GROUP, event.group_id, event.access)


def on_user_changed(event: UserChanged) -> None:
    note(USER, event.user_id, event.access)
