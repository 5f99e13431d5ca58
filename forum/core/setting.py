"""Settings of the whole site that an administrator may change while it runs.

They are read from the database, all at once and once per transaction, and who only reads is told what was read before while
nothing was written since: so a change holds at the next request of every process.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.item import Audience
from forum.lib import fragments
from forum.lib.db import Base, db

_READ = "settings"


class Registration(StrEnum):
    """Who may make an account by signing in."""

    EVERYBODY = "everybody"
    DOMAINS = "domains"
    INVITATION = "invitation"


class GroupMakers(StrEnum):
    """Who may begin a group. Administrators of the site always may."""

    EVERYBODY = "everybody"
    MANAGERS = "managers"  # who manages a group already
    ADMINISTRATORS = "administrators"


class Setting(Base):
    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


DEFAULTS: dict[str, Any] = {
    "name": "Kennisplein",
    "lead": "",  # empty: our own sentence, in the language of who reads
    "welcome": "",
    "welcome_html": "",  # made from `welcome` when that is written
    "menu": [],  # of [word, address]
    "pages": [],  # of [slug, title, place]: what `site_pages` holds, for the frame of every page
    "language": "nl",
    "logo": {},  # sha256, width and height of a PNG; empty: the name of the site
    "logo_dark": {},  # the same, for dark pages
    "style": "",  # the mark of the style of one's own (`site_styles`), for the frame of every page
    "registration": Registration.EVERYBODY.value,
    "registration_domains": [],
    "group_makers": GroupMakers.EVERYBODY.value,
    "audience_outside": Audience.PUBLIC.value,
    "audience_open_group": Audience.GROUP.value,
}


def get(name: str) -> Any:
    """The value of setting `name`; its default when nobody set it. Raises KeyError when unknown."""
    default = DEFAULTS[name]
    return _all().get(name, default)


def put(name: str, value: Any) -> None:
    """Set `name` to a JSON value. Raises KeyError when there is no such setting."""
    DEFAULTS[name]
    db.session.merge(Setting(name=name, value=value))
    db.session().info.pop(_READ, None)


def _read() -> dict[str, Any]:
    return {row.name: row.value for row in db.session.execute(select(Setting.name, Setting.value))}


def _all() -> dict[str, Any]:
    session = db.session()
    known: tuple[object, dict[str, Any]] | None = session.info.get(_READ)
    if known is None or known[0] is None or known[0] is not session.get_transaction():
        values = fragments.for_all("settings", _read)
        # Asked for after reading: it is reading that begins a transaction, and before there is none to compare with.
        known = (session.get_transaction(), values)
        session.info[_READ] = known
    return known[1]
