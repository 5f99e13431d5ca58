"""What a person follows, and how far they have read it. Why each has a table: docs/decisions/0012-following.md."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock
from forum.lib.content_version import UNSEEN
from forum.lib.db import Base, UtcDateTime


class _Following(Base):
    """Who follows, and since when: what each of these tables holds beside the thing."""

    __abstract__ = True

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Follow(_Following):
    """An item: they hear of replies on it."""

    __tablename__ = "follows"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ThemeFollow(_Following):
    """A theme: they hear of what is new in it, as far as they may read it."""

    __tablename__ = "theme_follows"

    theme_id: Mapped[int] = mapped_column(
        ForeignKey("themes.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class PersonFollow(_Following):
    """A person, who is not told: they hear of what this person publishes."""

    __tablename__ = "person_follows"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class GroupFollow(_Following):
    """A group: they hear of what is new in it. It gives no right, and being a member is something else."""

    __tablename__ = "group_follows"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )


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
