"""Work that a GET leaves to the worker."""

from forum.access import is_visible, reader_for
from forum.core.item import Item
from forum.core.user import User
from forum.lib.db import db, transaction
from forum.threads import follows

MARK_READ = "threads.mark_read"


def mark_read(user_id: int, item_id: int, last_reply_id: int) -> None:
    """Remember how far this person read the item, if they may still read it."""
    with transaction():
        reader = reader_for(db.session.get(User, user_id))
        if reader.signed_in and is_visible(Item, item_id, reader):
            follows.mark_read(user_id, item_id, last_reply_id)
