"""Accounts, as administrators see them: with address, role, and when somebody signed in last."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, or_, select

from forum.access import Reader
from forum.access.review import accounts
from forum.accounts.models import ApiToken, UserSession
from forum.core.user import Role, User
from forum.lib import clock
from forum.lib.db import db
from forum.lib.forms import one_line
from forum.lib.pages import Page, offset

PER_PAGE = 50
LONG_AGO = timedelta(days=180)


class Which(StrEnum):
    """Which accounts a list holds; the value stands in the address."""

    ALL = "alle"
    ROLE = "rol"  # who has a role on the site
    LONG = "lang"  # who did not sign in for long
    CLOSED = "gesloten"


@dataclass(frozen=True)
class Keys:
    """How many browsers are signed in for somebody, and how many programs act for them."""

    sessions: int
    tokens: int


def list_accounts(
    reader: Reader, *, typed: str = "", which: Which = Which.ALL, number: int = 1
) -> Page[User]:
    """The accounts of which name or address holds `typed`, by name.

    Raises:
        Forbidden: `reader` is no administrator.
    """
    query = accounts(reader).where(*_conditions(typed, which))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    query = query.order_by(func.lower(User.name), User.id).limit(PER_PAGE).offset(offset(number, PER_PAGE))
    return Page(db.session.scalars(query).all(), number, total, PER_PAGE)


def _conditions(typed: str, which: Which) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if words := one_line(typed)[:100]:
        conditions.append(
            or_(User.name.icontains(words, autoescape=True), User.email.icontains(words, autoescape=True))
        )
    if which == Which.CLOSED:
        return [*conditions, User.deactivated_at.is_not(None)]
    if which == Which.ROLE:
        return [*conditions, User.deactivated_at.is_(None), User.role != Role.MEMBER]
    if which == Which.LONG:
        since = func.coalesce(User.signed_in_at, User.created_at)
        return [*conditions, User.deactivated_at.is_(None), since < clock.now() - LONG_AGO]
    return conditions


def keys_of(person: User) -> Keys:
    """What ends when the sessions of `person` are ended. For who came through `access.review`."""
    counted = {name: dict(rows) for name, rows in _counted(User.id == person.id).items()}
    return Keys(counted["sessions"].get(person.id, 0), counted["tokens"].get(person.id, 0))


def keys_of_everybody() -> dict[int, Keys]:
    """As `keys_of`, of each account that has any."""
    counted = {name: dict(rows) for name, rows in _counted().items()}
    ids = counted["sessions"].keys() | counted["tokens"].keys()
    return {
        number: Keys(counted["sessions"].get(number, 0), counted["tokens"].get(number, 0)) for number in ids
    }


def _counted(*conditions: ColumnElement[bool]) -> dict[str, list[tuple[int, int]]]:
    live = UserSession.expires_at > clock.now()
    queries: dict[str, Select[int, int]] = {
        "sessions": select(User.id, func.count())
        .join(UserSession, UserSession.user_id == User.id)
        .where(live),
        "tokens": select(User.id, func.count()).join(ApiToken, ApiToken.user_id == User.id),
    }
    return {
        name: [(row[0], row[1]) for row in db.session.execute(query.where(*conditions).group_by(User.id))]
        for name, query in queries.items()
    }
