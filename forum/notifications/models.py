"""What somebody is told, and how they want to be told."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock
from forum.lib.content_version import UNSEEN
from forum.lib.db import Base, UtcDateTime


class Reason(StrEnum):
    """Why somebody is told. Each is one sentence in the list and in the mail."""

    REPLY = "reply"  # on an item that they follow
    ASKED = "asked"  # somebody asks to join a group that they manage
    LET_IN = "let_in"  # they were let in to a group
    BY_PERSON = "by_person"  # something new by a person that they follow
    IN_THEME = "in_theme"  # something new in a theme that they follow
    IN_GROUP = "in_group"  # something new in a group that they follow
    MENTION = "mention"  # a text names them
    QUOTED = "quoted"  # a reply quotes theirs
    NOT_POSTED = "not_posted"  # what they planned for later
    RENEWED = "renewed"  # an item that they follow has a newer file
    OWNER = "owner"  # an item is theirs to look after
    REVIEW = "review"  # the day came to look again whether it holds
    DOUBT = "doubt"  # somebody says that it is not right any more


# About an item as it stands there, for as long as they may read it.
ABOUT_ITEM = (Reason.RENEWED, Reason.OWNER, Reason.REVIEW, Reason.DOUBT)
NEW_ITEM = (Reason.BY_PERSON, Reason.IN_THEME, Reason.IN_GROUP)


class MailWhen(StrEnum):
    """How somebody's notifications come by mail; on the site they are always."""

    AT_ONCE = "at_once"
    COLLECTED = "collected"
    NEVER = "never"


class Notification(Base):
    """That one thing happened, for one person. Ids only: what it says is read through the door when it is shown.

    Whether a reply was seen already is told by the read mark of its item, so opening a page writes nothing here;
    `read_at` is only set when somebody says that they saw everything. `actor_id` is who did it; of a draft, which nobody
    else knows of, its owner.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("user_id", "reason", "reply_id", name="uq_notifications_reply"),
        Index("ix_notifications_user_id_id", "user_id", "id"),
        Index("ix_notifications_created_at", "created_at"),
        {"info": UNSEEN},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    reason: Mapped[Reason] = mapped_column(String(12))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), index=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("replies.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Mention(Base):
    """That a text names or quotes somebody: noted once, whatever is edited; `reply_id` 0 is the text of the item itself.

    `told_at` is when it was decided whether they hear of it, also when they do not.
    """

    __tablename__ = "mentions"
    __table_args__ = {"info": UNSEEN}

    item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), primary_key=True)
    reply_id: Mapped[int] = mapped_column(primary_key=True, default=0)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    reason: Mapped[Reason] = mapped_column(String(12))
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NotificationChoice(Base):
    """How one person wants their mail. No row: at once. `slot_at` is the last collecting moment that was used."""

    __tablename__ = "notification_choices"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    mail: Mapped[MailWhen] = mapped_column(String(12), default=MailWhen.AT_ONCE)
    slot_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
