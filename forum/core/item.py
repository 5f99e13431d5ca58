"""An item: anything with a page of its own that people write, and the replies on it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.group import Group
from forum.core.user import User
from forum.lib import clock, ids
from forum.lib.db import Base, UtcDateTime


class Audience(StrEnum):
    """Whom an item is for. Outside groups: PUBLIC or SIGNED_IN. In a group: GROUP or MEMBERS.

    GROUP means whoever can read the group, so an open group's item is public and follows the group
    when its preset changes. MEMBERS narrows it to the members, also in an open group.
    """

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    GROUP = "group"
    MEMBERS = "members"


class State(StrEnum):
    """DRAFT: only the author. HIDDEN: only the managers. DELETED: nobody."""

    DRAFT = "draft"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    DELETED = "deleted"


def _at_first(context: DefaultExecutionContext) -> datetime:
    """Nothing happened yet: the very moment it was published, so that `repair counts` finds nothing wrong."""
    row = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return row.get("published_at") or row.get("created_at") or clock.now()


class Item(Base):
    """The base of every kind; a kind that needs columns of its own joins a table to it."""

    __tablename__ = "items"
    __table_args__ = (
        Index("ix_items_group_id_last_activity_at", "group_id", "last_activity_at"),
        Index("ix_items_kind_published_at", "kind", "published_at"),
        Index("ix_items_last_activity_at", "last_activity_at"),
        Index("ix_items_author_id", "author_id"),
    )
    __mapper_args__ = {"polymorphic_on": "kind"}

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    body_source: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    renderer_version: Mapped[int] = mapped_column(Integer, default=0)
    summary: Mapped[str] = mapped_column(String(300), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    audience: Mapped[Audience] = mapped_column(String(12))
    state: Mapped[State] = mapped_column(String(12), default=State.PUBLISHED)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=clock.now)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_activity_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_at_first)
    reply_count: Mapped[int] = mapped_column(Integer, default=0)
    pinned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    author: Mapped[User] = relationship(lazy="raise_on_sql")
    group: Mapped[Group | None] = relationship(lazy="raise_on_sql")


class Reply(Base):
    """A reaction on an item."""

    __tablename__ = "replies"
    __table_args__ = (
        Index("ix_replies_item_id_id", "item_id", "id"),
        Index("ix_replies_author_id", "author_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body_source: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    renderer_version: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[State] = mapped_column(String(12), default=State.PUBLISHED)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    useful_count: Mapped[int] = mapped_column(Integer, default=0)

    item: Mapped[Item] = relationship(lazy="raise_on_sql")
    author: Mapped[User] = relationship(lazy="raise_on_sql")


class Revision(Base):
    """The text as it was before an edit. Follows the access of what it belongs to (T26, T34)."""

    __tablename__ = "revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), index=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("replies.id", ondelete="CASCADE"), index=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str] = mapped_column(String(200), default="")
    body_source: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
