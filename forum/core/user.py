"""A person with an account."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock, ids
from forum.lib.db import Base, UtcDateTime


class Role(StrEnum):
    """What somebody is on the whole site. Being a manager is a matter of a group."""

    MEMBER = "member"
    MODERATOR = "moderator"
    ADMIN = "admin"


class DigestFrequency(StrEnum):
    WEEKLY = "weekly"
    NEVER = "never"


class User(Base):
    """A person. `email` is stored case-folded; nobody but the person and administrators sees it."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    function: Mapped[str] = mapped_column(String(80), default="")
    organisation: Mapped[str] = mapped_column(String(80), default="")
    about: Mapped[str] = mapped_column(Text, default="")  # plain text: line ends, and no markup
    photo_sha256: Mapped[str | None] = mapped_column(String(64))
    role: Mapped[Role] = mapped_column(String(16), default=Role.MEMBER)
    locale: Mapped[str] = mapped_column(String(2), default="nl")
    digest_frequency: Mapped[DigestFrequency] = mapped_column(String(8), default=DigestFrequency.WEEKLY)
    last_digest_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last time, on any browser
    # Since when they can prove themselves with more than their mailbox (accounts/second_factor); None: not.
    second_factor_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # they closed it themselves: for good

    @property
    def active(self) -> bool:
        return self.deactivated_at is None

    @property
    def photo(self) -> str | None:
        """The checksum of the photo that others may see; None once the account is closed."""
        return self.photo_sha256 if self.active else None
