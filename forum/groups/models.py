"""Invitations, and the log of what happened to a group."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.group import MembershipRole
from forum.lib import clock, ids
from forum.lib.db import Base, UtcDateTime


class Invitation(Base):
    """That an address is asked to join a group. Bound to that address (T44).

    The mail holds a secret of which only the digest is stored; the worker sets it when it sends.
    """

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("group_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[MembershipRole] = mapped_column(String(8), default=MembershipRole.MEMBER)
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class InviteLink(Base):
    """A short link into a group, to print or to pass on: for whoever holds it, within its bounds (T44).

    Its secret is made from `public_id` and the key of the site, so that managers can see it again; what is stored
    cannot open anything: docs/decisions/0017-invite-links.md. `item_id` is what one lands on; `most_uses` None: any
    number; `approval`: who uses it asks to be let in.
    """

    __tablename__ = "invite_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    secret_digest: Mapped[str] = mapped_column(String(64), unique=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id", ondelete="SET NULL"))
    role: Mapped[MembershipRole] = mapped_column(String(8), default=MembershipRole.MEMBER)
    approval: Mapped[bool] = mapped_column(default=False)
    email_domain: Mapped[str] = mapped_column(String(253), default="")
    most_uses: Mapped[int | None]
    uses: Mapped[int] = mapped_column(default=0)
    maker_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GroupEvent(Base):
    """A line in the log of a group, for its managers: preset changed, member removed or blocked."""

    __tablename__ = "group_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
