"""Changing one's e-mail address: a code goes to the new one, and the old one hears of it (T45).

The code is filled in where somebody is signed in, so there is no link that a mail scanner could open.
"""

from flask_babel import gettext as _
from sqlalchemy import func, or_, select, update
from sqlalchemy.exc import IntegrityError

from forum.access import Reader
from forum.accounts import people, registration, rules
from forum.accounts.models import AddressChange
from forum.accounts.service import TooMany, Worthless
from forum.core.security_event import record
from forum.lib import addresses, clock
from forum.lib.db import db, flush, keep
from forum.lib.errors import Invalid, NotFound
from forum.work import outbox

SEND_CODE = "accounts.send_address_code"
TELL_OLD = "accounts.tell_old_address"


def ask(reader: Reader, email: str | None) -> AddressChange:
    """Record that `reader` wants to be reached at `email` from now on; the worker decides what it mails there.

    Nothing here depends on whether somebody has that address: the same queries, the same answer (T33).

    Raises:
        Forbidden: nobody is signed in.
        Invalid: this is no address, it is the present one, or accounts of this site have others.
        TooMany: this person, or this address, asked too often.
    """
    user = people.own_row(reader)
    address = addresses.normal(email)
    if address == user.email:
        raise Invalid(_("Dit is je adres al. Vul een ander adres in."), "email")
    if not registration.may_move(user.email, address):
        raise Invalid(_("Op deze site kan dit niet met een adres van dit domein."), "email")
    recent = select(func.count()).where(
        or_(AddressChange.user_id == user.id, AddressChange.email == address),
        AddressChange.created_at > clock.now() - rules.REQUESTS_PERIOD,
    )
    if (db.session.scalar(recent) or 0) >= rules.MOST_REQUESTS:
        raise TooMany(
            _("Je hebt al een paar keer om een code gevraagd. Probeer het over een half uur opnieuw."),
            "email",
        )
    _void(AddressChange.user_id == user.id)
    change = AddressChange(user_id=user.id, email=address, expires_at=clock.now() + rules.VALID_FOR)
    db.session.add(change)
    flush()
    outbox.enqueue(SEND_CODE, change_id=change.id)
    return change


def get_asked(reader: Reader, public_id: str) -> AddressChange:
    """What `reader` asked for, whatever became of it. Raises NotFound when it is not theirs."""
    query = select(AddressChange).where(
        AddressChange.public_id == public_id, AddressChange.user_id == reader.user_id
    )
    change = db.session.scalars(query).one_or_none()
    if change is None:
        raise NotFound
    return change


def confirm(reader: Reader, public_id: str, typed: str | None) -> None:
    """Change the address with the code from the mail. Every open link and code to sign in, for the old address and for
    the new one, is worthless from then on. A wrong code is counted; commit that.

    Raises:
        NotFound: there is no such request of `reader`.
        Invalid: these are no six digits, or not the right ones. An address that somebody has was sent no code.
        TooMany: there is no attempt left.
        Worthless: it was used, it is too old, or somebody else got the address meanwhile.
    """
    change = get_asked(reader, public_id)
    db.session.refresh(change, with_for_update=True)
    code = rules.code_from(typed)
    if code is None:
        raise Invalid(_("Vul de code van zes cijfers uit de mail in."), "code")
    if change.spent_at is not None or change.expires_at <= clock.now():
        raise Worthless(_("Deze code werkt niet meer. Vraag een nieuwe."))
    if change.attempts >= rules.MOST_ATTEMPTS:
        raise _used_up()
    change.attempts += 1
    if not rules.is_code(change.public_id, code, change.code_digest):
        keep()
        if change.attempts >= rules.MOST_ATTEMPTS:
            raise _used_up()
        raise Invalid(_("Deze code klopt niet. Kijk nog eens in de mail."), "code")
    _move(reader, change)


def _move(reader: Reader, change: AddressChange) -> None:
    user = people.own_row(reader)
    change.old_email, change.spent_at = user.email, clock.now()
    try:
        with db.session.begin_nested():
            user.email = change.email
            flush()
    except IntegrityError as error:  # somebody signed in with it for the first time, a moment ago
        raise Worthless(_("Deze code werkt niet meer. Vraag een nieuwe.")) from error
    _void(or_(AddressChange.user_id == user.id, AddressChange.email.in_((change.email, change.old_email))))
    for address in (change.old_email, change.email):
        people.void_requests(address)
    record("address-changed", user.id, by=user.id)
    outbox.enqueue(TELL_OLD, change_id=change.id)


def _void(which: object) -> None:
    still_open = update(AddressChange).where(which, AddressChange.spent_at.is_(None))  # type: ignore[arg-type]
    db.session.execute(still_open.values(spent_at=clock.now()))


def _used_up() -> TooMany:
    return TooMany(
        _("Deze code is een paar keer verkeerd ingevuld. Daarom werkt hij niet meer. Vraag een nieuwe."),
        "code",
    )
