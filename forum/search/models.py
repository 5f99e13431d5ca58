"""What the index does not know yet: rows written in the same transaction as their cause."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock, ids
from forum.lib.content_version import UNSEEN
from forum.lib.db import Base, UtcDateTime


class IndexChange(Base):
    """That `subject` ("item", "reply", "group", "user") number `subject_id` must be indexed again.

    While a row with `access` stands, search leaves the subject (and an item's replies) out.
    """

    __tablename__ = "index_changes"
    __table_args__ = {"info": UNSEEN}

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(8))
    subject_id: Mapped[int] = mapped_column(Integer)
    access: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class WordLine(Base):
    """Names for one thing, as editors of this site changed the starter list.

    `starter` is the line of that list which this one stands in for (none: it is a new one). A line with `gone` counts for
    nothing. No row is ever taken away, and each change gives it another `revision`, at random: so their sum tells every process at once that
    something changed, also when two editors change something at the same moment.
    """

    __tablename__ = "search_words"
    __table_args__ = {"info": UNSEEN}

    id: Mapped[int] = mapped_column(primary_key=True)
    names: Mapped[str] = mapped_column(Text)  # with " | " between them
    starter: Mapped[str | None] = mapped_column(String(400), unique=True)
    gone: Mapped[bool] = mapped_column(Boolean, default=False)
    revision: Mapped[int] = mapped_column(Integer)


class BestBet(Base):
    """An item that an editor put above the answer to a question. Shown to who may read it, and to nobody else.

    `question` is as it was typed; `terms` what it comes down to, so that "wachtlijsten" is "wachtlijst".
    """

    __tablename__ = "best_bets"
    __table_args__ = (UniqueConstraint("terms", "item_id"), {"info": UNSEEN})

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(200))
    terms: Mapped[str] = mapped_column(String(400))
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), index=True)


class IndexState(Base):
    """Which index the machines share: one row, or none. `entries` are (name, checksum) of its files."""

    __tablename__ = "index_state"
    __table_args__ = {"info": UNSEEN}

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(Integer)
    generation: Mapped[str] = mapped_column(String(40))
    entries: Mapped[list[Any]] = mapped_column(JSON)


class IndexFile(Base):
    """A piece of a file of that index. It can be thrown away: the index is made from the other tables."""

    __tablename__ = "index_files"
    __table_args__ = {"info": UNSEEN}

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    part: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SearchSalt(Base):
    """What the marks of one week (its Monday) are made with. It goes with them when the week is over."""

    __tablename__ = "search_salts"
    __table_args__ = {"info": UNSEEN}

    week: Mapped[date] = mapped_column(Date, primary_key=True)
    salt: Mapped[str] = mapped_column(String(64), default=lambda: secrets.token_hex(32))


class SearchMark(Base):
    """That somebody asked something this week, and how it went. Neither can be read: both are under the salt of the week."""

    __tablename__ = "search_marks"
    __table_args__ = (UniqueConstraint("week", "asked", "outcome", "who"), {"info": UNSEEN})

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(Date)
    asked: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(8))
    who: Mapped[str] = mapped_column(String(64))


class SoughtLine(Base):
    """What at least three people asked in one week: how many found nothing, found something, and chose something.

    `question` is as one of them typed it, `terms` what it comes down to. Of whom it is, nothing is kept.
    """

    __tablename__ = "sought_lines"
    __table_args__ = (UniqueConstraint("week", "terms"), {"info": UNSEEN})

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(Date)
    terms: Mapped[str] = mapped_column(String(400))
    question: Mapped[str] = mapped_column(String(200))
    empty: Mapped[int] = mapped_column(Integer, default=0)
    found: Mapped[int] = mapped_column(Integer, default=0)
    chosen: Mapped[int] = mapped_column(Integer, default=0)


class SavedSearch(Base):
    """A search of which somebody wants to hear when something new answers it. Only its owner knows of it.

    `words` is what was typed, `choices` what was chosen, as in the address of the search. `often` is "daily", "weekly" or "never".
    """

    __tablename__ = "saved_searches"
    __table_args__ = {"info": UNSEEN}

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(String(200))
    choices: Mapped[dict[str, str]] = mapped_column(JSON)
    often: Mapped[str] = mapped_column(String(6))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SavedSearchHit(Base):
    """That somebody was mailed this hit ("item:12") of a saved search: each once."""

    __tablename__ = "saved_search_hits"
    __table_args__ = {"info": UNSEEN}

    search_id: Mapped[int] = mapped_column(
        ForeignKey("saved_searches.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(30), primary_key=True)
