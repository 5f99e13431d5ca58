"""A statement (stelling) and the answers to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.item import Item
from forum.lib import ids
from forum.lib.db import Base, UtcDateTime


class Choice(StrEnum):
    AGREE = "agree"
    NEUTRAL = "neutral"
    DISAGREE = "disagree"


class Statement(Item):
    """One sentence (the title) to agree or disagree with. `closes_at` None: stays open."""

    __tablename__ = "statements"
    __mapper_args__ = {"polymorphic_identity": "statement"}

    id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), primary_key=True)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StatementVote(Base):
    """Who chose what: kept only so that one can change it; no screen, export or log shows it."""

    __tablename__ = "statement_votes"
    __table_args__ = (UniqueConstraint("statement_id", "user_id"),)

    # A random key, and no time: the order of the rows must not tell who voted when.
    key: Mapped[str] = mapped_column(String(12), primary_key=True, default=ids.public_id)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statements.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    choice: Mapped[Choice] = mapped_column(String(8))
