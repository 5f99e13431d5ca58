"""Signing in: requests, sessions, and tokens of programs. Only digests of secrets are stored."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.user import User
from forum.lib import clock, ids
from forum.lib.content_version import UNSEEN
from forum.lib.db import Base, UtcDateTime

TOKEN_LIFETIME = timedelta(days=365)


class SignInRequest(Base):
    """Somebody asked for a mail to sign in. The worker fills the digests when it sends the mail."""

    __tablename__ = "sign_in_requests"
    __table_args__ = {"info": UNSEEN}

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    email: Mapped[str] = mapped_column(String(254), index=True)
    next_url: Mapped[str] = mapped_column(String(500), default="/")
    locale: Mapped[str] = mapped_column(String(2), default="nl")
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_digest: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    spent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AddressChange(Base):
    """Somebody wants another address. The worker fills the digest when it sends the mail; never when the address has an
    account. `old_email` is there once it happened, for one mail to it; the row goes after a day."""

    __tablename__ = "address_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    old_email: Mapped[str | None] = mapped_column(String(254))
    code_digest: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    spent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UserSession(Base):
    """One signed-in browser. Ending it is deleting the row. Where it is, is not kept."""

    __tablename__ = "user_sessions"
    __table_args__ = {"info": UNSEEN}

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    browser: Mapped[str] = mapped_column(String(20), default="")
    system: Mapped[str] = mapped_column(String(20), default="")
    # A day, written by the worker: so that one sees which browser nobody uses any more.
    last_seen_on: Mapped[date | None] = mapped_column(Date, default=lambda: clock.now().date())
    # The second factor: when it was given on this browser, and what a passkey is asked to sign now.
    proven_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    challenge: Mapped[str | None] = mapped_column(String(100))
    challenge_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(lazy="joined")


class Scope(StrEnum):
    """What a program may do with a token, at most: never more than its person may."""

    READ = "read"
    WRITE = "write"  # reading too


class ApiToken(Base):
    """A program that acts for a person. Ends by itself, when the person revokes it, and with the account."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    scope: Mapped[Scope] = mapped_column(String(8), default=Scope.READ)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: clock.now() + TOKEN_LIFETIME)
    # A day, written by the worker: enough to see that nobody uses it any more.
    last_used_on: Mapped[date | None] = mapped_column(Date)

    user: Mapped[User] = relationship(lazy="joined")
