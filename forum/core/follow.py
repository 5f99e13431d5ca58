"""What a person follows, and how far they have read it. Why each has a table: docs/decisions/0012-following.md."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock
from forum.lib.content_version import UNSEEN
from forum.lib.db import Base, UtcDateTime


class Follow(Base):
    """An item: they hear of replies on it."""

    __tablename__ = "follows"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class ThemeFollow(Base):
    """A theme: they hear of what is new in it, as far as they may read it."""

    __tablename__ = "theme_follows"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(
        ForeignKey("themes.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class PersonFollow(Base):
    """A person, who is not told: they hear of what this person publishes."""

    __tablename__ = "person_follows"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class GroupFollow(Base):
    """A group: they hear of what is new in it. It gives no right, and being a member is something else."""

    __tablename__ = "group_follows"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class ReadMark(Base):
    """The newest reply that a person saw on an item; written in the background, may lag."""

    __tablename__ = "read_marks"
    __table_args__ = {"info": UNSEEN}

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    last_reply_id: Mapped[int] = mapped_column(Integer, default=0)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
