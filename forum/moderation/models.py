"""Reports (misbruik melden), what was decided, and who looked."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock, ids
from forum.lib.db import Base, UtcDateTime


class ReportState(StrEnum):
    OPEN = "open"
    DECIDED = "decided"


class Decision(StrEnum):
    HIDE = "hide"
    RESTORE = "restore"
    DISMISS = "dismiss"


class About(StrEnum):
    """What sort of thing was reported. Also the word for it in addresses."""

    ITEM = "item"
    REPLY = "reply"
    GROUP = "group"
    PERSON = "person"


def _about(item_id: int | None, reply_id: int | None, person_id: int | None) -> About:
    if reply_id is not None:
        return About.REPLY
    if item_id is not None:
        return About.ITEM
    return About.PERSON if person_id is not None else About.GROUP


class Report(Base):
    """A complaint about an item, a reply on it (`reply_id` too), a person, or a group. It changes no label.

    `group_id` is the group whose managers decide about the item (None: only moderators of the site), or the reported
    group itself.
    """

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_state_group_id", "state", "group_id"),
        CheckConstraint("item_id IS NULL OR person_id IS NULL", name="one_subject"),
        CheckConstraint(
            "item_id IS NOT NULL OR person_id IS NOT NULL OR group_id IS NOT NULL", name="has_subject"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), index=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("replies.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[ReportState] = mapped_column(String(8), default=ReportState.OPEN)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decision: Mapped[Decision | None] = mapped_column(String(8))

    @property
    def about(self) -> About:
        return _about(self.item_id, self.reply_id, self.person_id)


class Look(Base):
    """That a site moderator opened what was reported in a group they are not in, until when."""

    __tablename__ = "looks"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), index=True)
    moderator_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LogEntry(Base):
    """A line in the moderation log. The database refuses to change or delete it (a trigger)."""

    __tablename__ = "moderation_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    actor_id: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(16))
    item_id: Mapped[int | None] = mapped_column(Integer, index=True)
    reply_id: Mapped[int | None] = mapped_column(Integer)
    person_id: Mapped[int | None] = mapped_column(Integer)
    group_id: Mapped[int | None] = mapped_column(Integer, index=True)
    report_id: Mapped[int | None] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def about(self) -> About:
        return _about(self.item_id, self.reply_id, self.person_id)


class Withheld(Base):
    """What a group or a person said of itself before a moderator hid it, so that it can be put back."""

    __tablename__ = "withheld"
    __table_args__ = (UniqueConstraint("group_id"), UniqueConstraint("person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    texts: Mapped[dict[str, str | None]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
