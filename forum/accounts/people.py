"""People with an account: making, changing and closing one."""

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from forum.access import Reader
from forum.accounts import registration, rules
from forum.accounts.models import ApiToken, SignInRequest, UserSession
from forum.core import security_event
from forum.core.events import UserChanged
from forum.core.user import DigestFrequency, Role, User
from forum.lib import addresses, clock, events
from forum.lib.db import db, flush
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.forms import one_line
from forum.lib.i18n import LOCALES

record = security_event.record


def find(email: str) -> User | None:
    """The person with the normal address `email`, active or not, or None."""
    return db.session.scalars(select(User).where(User.email == email)).one_or_none()


def get(email: str) -> User:
    """The person with this address as somebody typed it.

    Raises:
        Invalid: this is no address.
        NotFound: nobody has it.
    """
    user = find(addresses.normal(email))
    if user is None:
        raise NotFound
    return user


def may_enter(email: str) -> bool:
    """Whether whoever owns `email` can sign in: an account that is not closed, or a new one allowed."""
    user = find(email)
    return user.active if user else registration.may_register(email)


def enter(email: str, locale: str) -> tuple[User, bool]:
    """The person who proved to own `email`, made now if they are new; and whether they are.

    Raises:
        Invalid: the account is closed, or this address may not have one.
    """
    user = find(email)
    if user is not None and user.active:
        return user, False
    if user is not None or not registration.may_register(email):
        raise Invalid(_("Met dit adres kun je nu niet inloggen."))
    return add(email, rules.proposed_name(email) or _("Nieuwe deelnemer"), locale=locale), True


def add(email: str, name: str, *, role: Role = Role.MEMBER, locale: str = "nl") -> User:
    """Make an account for the address `email`.

    Raises:
        Invalid: address or name cannot be used, or there is an account with this address.
    """
    address = addresses.normal(email)
    if find(address) is not None:
        raise Invalid(_("Er is al een account met dit adres."), "email")
    user = User(
        email=address, name=checked_name(name), role=role, locale=locale if locale in LOCALES else LOCALES[0]
    )
    db.session.add(user)
    flush()
    if role != Role.MEMBER:
        record("role-given", user.id, role.value)
    events.publish(UserChanged(user.id))
    return user


def change_preferences(reader: Reader, *, locale: str, digest_frequency: str) -> None:
    """Change the language of `reader` and how often they get the digest.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: there is no such choice.
    """
    user = own_row(reader)
    if locale not in LOCALES:
        raise Invalid(_("Kies een taal."), "locale")
    user.locale = locale
    choose_digest(reader, digest_frequency)


def choose_digest(reader: Reader, digest_frequency: str) -> None:
    """Change how often `reader` gets the digest. Raises Forbidden and Invalid as `change_preferences`."""
    user = own_row(reader)
    if digest_frequency not in list(DigestFrequency):
        raise Invalid(_("Kies hoe vaak je het weekbericht wilt."), "digest_frequency")
    user.digest_frequency = DigestFrequency(digest_frequency)


def change_language(reader: Reader, locale: str) -> None:
    """Remember the language of a person. Raises Forbidden when nobody is signed in."""
    own_row(reader).locale = locale if locale in LOCALES else LOCALES[0]


def deactivate(user: User, *, by: int | None = None, reason: str = "") -> None:
    """Close an account: sessions, tokens and mails that are under way end at once (T25).

    `by` is who does it (None: a command); `reason` stands in the log.
    """
    user.deactivated_at = user.deactivated_at or clock.now()
    db.session.execute(delete(UserSession).where(UserSession.user_id == user.id))
    db.session.execute(delete(ApiToken).where(ApiToken.user_id == user.id))
    void_requests(user.email)
    record("deactivated", user.id, reason, by=by)
    events.publish(UserChanged(user.id, access=True))


def void_requests(email: str) -> None:
    """Make every open link and code for `email` worthless (T45)."""
    still_open = update(SignInRequest).where(SignInRequest.email == email, SignInRequest.spent_at.is_(None))
    db.session.execute(still_open.values(spent_at=clock.now()))


def own_row(reader: Reader) -> User:
    """The row of `reader` themselves. Raises Forbidden when nobody is signed in."""
    if reader.user_id is None:
        raise Forbidden
    return db.session.get_one(User, reader.user_id)  # door: the reader's own row


def checked_name(name: str) -> str:
    """A name that others can see, on one line. Raises Invalid when it is empty or too long."""
    name = one_line(name)
    if not name:
        raise Invalid(_("Vul je naam in."), "name")
    if len(name) > rules.LONGEST_NAME:
        raise Invalid(_("Maak je naam korter: hoogstens %(n)s tekens.", n=rules.LONGEST_NAME), "name")
    return name
