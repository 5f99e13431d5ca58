"""What somebody is still writing, kept on the server."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock, ids
from forum.lib.content_version import UNSEEN
from forum.lib.db import Base, UtcDateTime
from forum.lib.markup import teaser


class DraftFor(StrEnum):
    """What it will be when it is posted."""

    ITEM = "item"
    REPLY = "reply"
    EDIT = "edit"


class SavedDraft(Base):
    """The fields of a form that was not posted yet. Its owner reads it, nobody else, ever (T34).

    `slot` tells one form of an owner from another: saving twice changes one row. Where it belongs is kept as public
    ids and asked for through the door when it is opened, so that a draft outlives the group or text that it was for.
    `held_sha256` is the file of a document that is still being described; other files point here themselves
    (`Attachment.draft_id`).
    """

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("owner_id", "slot"),
        Index("ix_drafts_updated_at", "updated_at"),
        {"info": UNSEEN},  # what is kept while somebody types makes no visitor's page old
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    slot: Mapped[str] = mapped_column(String(12))
    purpose: Mapped[DraftFor] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(16))
    group_public_id: Mapped[str | None] = mapped_column(String(12))
    item_public_id: Mapped[str | None] = mapped_column(String(12))
    reply_public_id: Mapped[str | None] = mapped_column(String(12))
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    # Set when it will be posted by itself: what was confirmed then, and for whom (forum/threads/planning.py).
    publish_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    plan: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


def name_of(draft: SavedDraft) -> str:
    """What to call it in a list: its title, or how its text begins."""
    for field in ("title", "body", "options", "summary"):
        if words := teaser(" ".join(draft.fields.get(field, [])), 80):
            return words
    return _("Zonder titel")
