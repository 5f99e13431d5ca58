"""A document: a file with its text."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.item import Item
from forum.lib.db import Base, UtcDateTime


class ExtractionState(StrEnum):
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class Document(Item):
    """A file that people must be able to find. The bytes lie in storage under `sha256`."""

    __tablename__ = "documents"
    __mapper_args__ = {"polymorphic_identity": "document"}

    id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(Integer)
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    type_label: Mapped[str] = mapped_column(String(40))
    page_kind: Mapped[str] = mapped_column(String(8), default="none")
    page_count: Mapped[int] = mapped_column(Integer, default=0)
    extraction_state: Mapped[ExtractionState] = mapped_column(String(8), default=ExtractionState.PENDING)
    extraction_reason: Mapped[str] = mapped_column(String(16), default="")
    extracted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DocumentPage(Base):
    """The text of one page, slide or sheet, counted from 1."""

    __tablename__ = "document_pages"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
