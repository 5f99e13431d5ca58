"""Signing in: ask for a mail, spend its link or its code."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select, update

from forum.accounts import people, rules
from forum.accounts.models import SignInRequest
from forum.core.user import User
from forum.lib import addresses, clock, db, http, ids
from forum.lib.errors import Invalid
from forum.work import outbox

SEND_MAIL = "accounts.send_sign_in_mail"


class TooMany(Invalid):
    """This address has been asked for too often, or this code was guessed at too often."""


class Worthless(Invalid):
    """A link or code that signs nobody in any more. `again` is the request that a new mail can be
    asked with, when there is one."""

    def __init__(self, message: str, again: str | None = None) -> None:
        super().__init__(message)
        self.again = again


@dataclass(frozen=True)
class Welcome:
    """Who signs in, where they wanted to be, and whether the account was made just now."""

    user: User
    next_url: str
    new: bool


def request_mail(email: str, next_url: str, locale: str) -> SignInRequest:
    """Record that `email` asks for a mail; the worker decides what it says.

    Nothing here depends on whether there is an account: the same queries, the same answer (T33).

    Raises:
        Invalid: this is no address.
        TooMany: there were too many requests for this address.
    """
    address = addresses.normal(email)
    recent = select(func.count()).where(
        SignInRequest.email == address, SignInRequest.created_at > clock.now() - rules.REQUESTS_PERIOD
    )
    if (db.db.session.scalar(recent) or 0) >= rules.MOST_REQUESTS:
        raise TooMany(
            _(
                "Voor dit adres zijn al een paar mails gevraagd. Kijk in je mail, of probeer het over een half uur opnieuw."
            ),
            "email",
        )
    request = SignInRequest(
        email=address,
        next_url=http.local_path(next_url),
        locale=locale,
        expires_at=clock.now() + rules.VALID_FOR,
    )
    db.db.session.add(request)
    db.flush()
    outbox.enqueue(SEND_MAIL, request_id=request.id)
    return request


def request_again(public_id: str, locale: str) -> SignInRequest:
    """Ask for a new mail with what an earlier request said.

    Raises:
        Invalid: there is no such request (any more).
        TooMany: as in `request_mail`.
    """
    old = db.db.session.scalars(
        select(SignInRequest).where(SignInRequest.public_id == public_id)
    ).one_or_none()
    if old is None:
        raise Invalid(_("Vul je e-mailadres nog een keer in."), "email")
    return request_mail(old.email, old.next_url, locale)


def find_by_link(token: str) -> SignInRequest:
    """The request whose link holds `token`; spends nothing.

    Raises:
        Worthless: it was used, it is too old, or it never was.
    """
    request = db.db.session.scalars(
        select(SignInRequest).where(SignInRequest.token_digest == ids.digest(token))
    ).one_or_none()
    if request is None:
        raise Worthless(_("Deze link klopt niet. Misschien ontbreekt er een stukje."))
    if request.spent_at is not None:
        raise Worthless(_("Deze link is al een keer gebruikt."), request.public_id)
    if request.expires_at <= clock.now():
        raise Worthless(_("Deze link is te oud. Een link werkt 15 minuten."), request.public_id)
    return request


def spend_link(token: str) -> Welcome:
    """Sign in with a link, once.

    Raises:
        Worthless: as in `find_by_link`.
    """
    return _spend(find_by_link(token))


def spend_code(public_id: str, typed: str) -> Welcome:
    """Sign in with the code of request `public_id`. A wrong one is counted on the request; commit that.

    Raises:
        Invalid: these are no six digits, or not the right ones.
        TooMany: there is no attempt left.
        Worthless: it was used, it is too old, or there is no such request.
    """
    code = rules.code_from(typed)
    if code is None:
        raise Invalid(_("Vul de code van zes cijfers uit de mail in."), "code")
    request = db.db.session.scalars(
        select(SignInRequest).where(SignInRequest.public_id == public_id)
    ).one_or_none()
    if request is not None:
        _one_at_a_time(request)
    if request is None or request.spent_at is not None or request.expires_at <= clock.now():
        again = request.public_id if request else None
        raise Worthless(
            _("Deze code werkt niet meer. Een code werkt één keer, en hoogstens 15 minuten."), again
        )
    if request.attempts >= rules.MOST_ATTEMPTS:
        raise _used_up()
    request.attempts += 1
    if rules.is_code(request.public_id, code, request.code_digest):
        return _spend(request)
    db.keep()
    left = rules.MOST_ATTEMPTS - request.attempts
    if left == 0:
        raise _used_up()
    raise Invalid(
        ngettext(
            "Deze code klopt niet. Je kunt het nog %(num)s keer proberen.",
            "Deze code klopt niet. Je kunt het nog %(num)s keer proberen.",
            left,
        ),
        "code",
    )


def _used_up() -> TooMany:
    return TooMany(
        _("Deze code is een paar keer verkeerd ingevuld. Daarom werkt hij niet meer. Vraag een nieuwe mail."),
        "code",
    )


def _one_at_a_time(request: SignInRequest) -> None:
    """Wait for whoever spends another mail for this address, then read `request` anew.

    All rows in one order: each spending ends the others, and two that began with their own would wait for each
    other for ever.
    """
    same = select(SignInRequest.id).where(SignInRequest.email == request.email).order_by(SignInRequest.id)
    db.db.session.execute(same.with_for_update())
    db.db.session.refresh(request)


def _spend(request: SignInRequest) -> Welcome:
    # The condition decides, not what we read: of two clicks at once only one signs in. The other
    # mails for this address are worth nothing from now on.
    _one_at_a_time(request)
    now = clock.now()
    mine = update(SignInRequest).where(SignInRequest.id == request.id, SignInRequest.spent_at.is_(None))
    if db.db.session.execute(mine.values(spent_at=now)).rowcount != 1:  # type: ignore[attr-defined]
        raise Worthless(_("Deze link is al een keer gebruikt."), request.public_id)
    people.void_requests(request.email)
    user, new = people.enter(request.email, request.locale)
    return Welcome(user, request.next_url, new)
