"""Settings of the whole site that an administrator may change while it runs."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Base, db


class Registration(StrEnum):
    """Who may make an account by signing in."""

    EVERYBODY = "everybody"
    DOMAINS = "domains"
    INVITATION = "invitation"


class Setting(Base):
    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


DEFAULTS: dict[str, Any] = {
    "registration": Registration.EVERYBODY.value,
    "registration_domains": [],
}


def get(name: str) -> Any:
    """The value of setting `name`; its default when nobody set it. Raises KeyError when unknown."""
    row = db.session.get(Setting, name)
    return DEFAULTS[name] if row is None else row.value


def put(name: str, value: Any) -> None:
    """Set `name` to a JSON value. Raises KeyError when there is no such setting."""
    DEFAULTS[name]
    db.session.merge(Setting(name=name, value=value))
