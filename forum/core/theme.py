"""A subject that items share across groups."""

from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Base


class Theme(Base):
    """A subject. Nobody learns that it exists but through an item they may read (T28).

    How it is spelled stands with each item: one spelling for all would tell who names a theme anew that a
    group they know nothing of has it already.
    """

    __tablename__ = "themes"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)


class ThemeAlias(Base):
    """That a theme was merged into another one: its name in addresses, and where it went.

    Not unique against `themes`: who knows nothing of where it went may name it anew, as if it never was.
    """

    __tablename__ = "theme_aliases"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)


item_themes = Table(
    "item_themes",
    Theme.metadata,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("theme_id", ForeignKey("themes.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("name", String(80), nullable=False),
)
