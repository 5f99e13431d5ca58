"""A group of people, its preset, and who belongs to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Select, String, Text, UniqueConstraint, case, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.user import User
from forum.lib import clock, ids
from forum.lib.db import Base, UtcDateTime


class Preset(StrEnum):
    """Who can read a group. There is nothing else to configure."""

    OPEN = "open"
    CLOSED = "closed"
    HIDDEN = "hidden"


class MembershipState(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    BLOCKED = "blocked"


class MembershipRole(StrEnum):
    MEMBER = "member"
    MANAGER = "manager"


class Colour(StrEnum):
    """What a group may be recognised by. Each can be read in light and dark (`frontend/css/accents.css`)."""

    BRICK = "brick"
    OCHRE = "ochre"
    MOSS = "moss"
    WATER = "water"
    PLUM = "plum"
    SKY = "sky"


class Group(Base):
    """A group.

    `address` is the name in web addresses; that of a hidden group is random. `handle` is the name that
    commands use; people never see it, so it may say what a hidden group is about.
    """

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    address: Mapped[str] = mapped_column(String(80), unique=True)
    handle: Mapped[str | None] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(Text, default="")
    preset: Mapped[Preset] = mapped_column(String(8), index=True)
    picture_sha256: Mapped[str | None] = mapped_column(String(64))
    colour: Mapped[Colour | None] = mapped_column(String(8))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    last_activity_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


def called(name: str) -> Select[Group]:
    """A query for what commands call `name`; take the first row. Who runs commands may know every group.

    Anybody can begin a group whose address is the handle of a hidden one, without knowing of it: so a handle goes before an
    address, or what is meant for few would be put before all.
    """
    query = select(Group).where((Group.handle == name) | (Group.address == name))  # door: see above
    return query.order_by(case((Group.handle == name, 0), else_=1))


class Membership(Base):
    """That a person is in a group, asked to be, or is blocked from it. Leaving deletes the row."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("group_id", "user_id"),
        Index("ix_memberships_user_id_state", "user_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    role: Mapped[MembershipRole] = mapped_column(String(8), default=MembershipRole.MEMBER)
    state: Mapped[MembershipState] = mapped_column(String(8), default=MembershipState.ACTIVE)
    motivation: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    group: Mapped[Group] = relationship()
    user: Mapped[User] = relationship()
