"""Pages of the site itself (about, privacy and the like), and its own style. Everybody reads them, administrators write
them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock
from forum.lib.db import Base, UtcDateTime


class Place(StrEnum):
    """Where a page is linked."""

    FOOTER = "footer"
    MENU = "menu"
    NOWHERE = "nowhere"


class SitePage(Base):
    """A page as it is now. `number` is that of its newest version."""

    __tablename__ = "site_pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(100))
    body_source: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    renderer_version: Mapped[int]
    place: Mapped[Place] = mapped_column(String(8))
    number: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class SitePageVersion(Base):
    """The text of a page as somebody saved it: each of them, the newest too, so that any two can be compared."""

    __tablename__ = "site_page_versions"
    __table_args__ = (UniqueConstraint("page_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("site_pages.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(100))
    body_source: Mapped[str] = mapped_column(Text)
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class SiteStyle(Base):
    """A token file that was read: what somebody typed, and the style sheet that we made of it. The setting `style` says which
    one pages have; the others are looked at before they are chosen."""

    __tablename__ = "site_styles"

    mark: Mapped[str] = mapped_column(String(16), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    css: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
