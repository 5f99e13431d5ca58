"""Tell people something about one item itself: a newer file, that it is theirs to look after, that it is doubted."""

from collections.abc import Iterable

from sqlalchemy import select

from forum.access import is_visible, reader_for
from forum.core.events import FileReplaced
from forum.core.follow import Follow
from forum.core.item import Item
from forum.core.user import User
from forum.lib.db import db, transaction
from forum.notifications.models import Notification, Reason
from forum.notifications.telling import mail_soon
from forum.work import outbox

TELL_RENEWED = "notifications.tell_renewed"


def tell(user_ids: Iterable[int], reason: Reason, item_id: int, actor_id: int) -> int:
    """Tell those of these people who may read the item now, in the present transaction; gives how many."""
    people = db.session.scalars(select(User).where(User.id.in_(set(user_ids))).order_by(User.id)).all()
    told = [user.id for user in people if is_visible(Item, item_id, reader_for(user))]
    for user_id in told:
        db.session.add(Notification(user_id=user_id, reason=reason, item_id=item_id, actor_id=actor_id))
    mail_soon(told)
    return len(told)


def on_file_replaced(event: FileReplaced) -> None:
    """Followers can be many: the worker tells them."""
    outbox.enqueue(TELL_RENEWED, item_id=event.item_id, actor_id=event.actor_id)


def tell_renewed(item_id: int, actor_id: int) -> None:
    """Tell everybody who follows the item that there is a newer file, but who brought it."""
    with transaction():
        query = select(Follow.user_id).where(Follow.item_id == item_id, Follow.user_id != actor_id)
        tell(db.session.scalars(query).all(), Reason.RENEWED, item_id, actor_id)
