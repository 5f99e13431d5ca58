"""A document: a file with its text, and the files that it had before."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.item import Item
from forum.lib import clock, ids
from forum.lib.content_version import UNSEEN
from forum.lib.db import Base, UtcDateTime
from forum.library.rules import Validity


class ExtractionState(StrEnum):
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class Document(Item):
    """A file that people must be able to find. The bytes lie in storage under `sha256`.

    All of this is about the current file, number `version`. `version_at`, `version_by_id` and `version_reason` say when,
    by whom and why it came in the place of another one; of the first file they are empty.

    Who looks after it is its owner, or its author when there is none. `review_on` is the day on which they look again
    whether it holds, `reminded_on` the last such day of which they were told. `successor_id` is what to use instead once it
    expired. `verified_at`: a manager looked at this very file, and it is right. `folder_id` is a folder of its own group.
    """

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
    version: Mapped[int] = mapped_column(Integer, default=1)
    version_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    version_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version_reason: Mapped[str] = mapped_column(String(300), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    validity: Mapped[Validity] = mapped_column(String(8), default=Validity.CURRENT)
    review_on: Mapped[date | None] = mapped_column(Date, index=True)
    reminded_on: Mapped[date | None] = mapped_column(Date)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id", ondelete="SET NULL"))
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    folder_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id", ondelete="SET NULL"), index=True)


class DocumentPage(Base):
    """The text of one page, slide or sheet, counted from 1."""

    __tablename__ = "document_pages"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class DocumentVersion(Base):
    """A file that a document had before. It follows the access of its document as that is now (T26).

    `number` counts from 1 and never changes, so its address lasts. `created_at` is when it came, `uploader_id` who
    brought it.
    """

    __tablename__ = "document_versions"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    uploader_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(Integer)
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    type_label: Mapped[str] = mapped_column(String(40))
    page_kind: Mapped[str] = mapped_column(String(8), default="none")
    page_count: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class VersionPage(Base):
    """The text of one page of an earlier file: to compare with, never to find."""

    __tablename__ = "version_pages"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("document_versions.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class Doubt(Base):
    """That somebody says that a document is not right any more, and why: for who looks after it, nobody else.

    Open until `settled_at`; a person has one open doubt about a document.
    """

    __tablename__ = "document_doubts"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    word: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DocumentBand(Base):
    """A mark of the text of a document's current file: documents that share several look alike (`likeness`)."""

    __tablename__ = "document_bands"
    __table_args__ = (Index("ix_document_bands_mark_band", "mark", "band"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    band: Mapped[int] = mapped_column(Integer, primary_key=True)
    mark: Mapped[int] = mapped_column(Integer)


class DocumentPicture(Base):
    """Page `number` of a document's current file as a picture, its bytes in storage under `sha256`; number 0 is the
    first page small, for lists (`previews`)."""

    __tablename__ = "document_pictures"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)


class DocumentTable(Base):
    """The beginning of sheet `number` as HTML, made when it was drawn: cells are escaped there."""

    __tablename__ = "document_tables"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    html: Mapped[str] = mapped_column(Text)
    more_rows: Mapped[bool] = mapped_column(Boolean)
    more_columns: Mapped[bool] = mapped_column(Boolean)


class DocumentShare(Base):
    """A link with which people read one document without an account, as long as its maker may read and share it (T24).

    Its secret is made from `public_id` and the key of the site: docs/decisions/0017-invite-links.md.
    """

    __tablename__ = "document_shares"
    __table_args__ = {"info": UNSEEN}  # no page that is remembered shows it

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    secret_digest: Mapped[str] = mapped_column(String(64), unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opens: Mapped[int] = mapped_column(Integer, default=0)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
