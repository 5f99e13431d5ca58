"""Set up, use and take away the second proof of one person, on one session."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyotp
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, func, select

from forum.accounts import rules as sign_in_rules
from forum.accounts.models import UserSession
from forum.accounts.second_factor import rules
from forum.accounts.second_factor.models import Authenticator, Passkey
from forum.core.events import Way, WayTakenBack
from forum.core.security_event import record
from forum.core.user import User
from forum.lib import clock, db, events
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.forms import one_line
from forum.lib.later import later
from forum.work import outbox

if TYPE_CHECKING:
    from forum.accounts.second_factor import keys
    from forum.lib import sealing
else:
    sealing = later("forum.lib.sealing")  # cryptography, 9 MB
    keys = later("forum.accounts.second_factor.keys")  # the protocol of passkeys, 5 MB

PURPOSE = "second-factor"
MAIL = "accounts.mail_second_factor"
CHALLENGE_HOLDS = timedelta(minutes=5)
LONGEST_NAME = 60
MOST_PASSKEYS = 10


@dataclass(frozen=True)
class Factors:
    """What somebody has set up."""

    passkeys: list[Passkey]
    app: bool

    @property
    def any(self) -> bool:
        return self.app or bool(self.passkeys)


def factors_of(user: User) -> Factors:
    """What `user` can prove themselves with, beside their mailbox."""
    query = select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)
    app = db.db.session.get(Authenticator, user.id)
    return Factors(list(db.db.session.scalars(query)), app is not None and app.confirmed_at is not None)


def allow_change(session: UserSession) -> None:
    """Pass when this session may set up or take away a proof: it gave one just now, or there is none yet.

    Raises:
        Forbidden: another proof must be given first: otherwise who reads the mailbox could add their own.
    """
    db.db.session.refresh(session.user, with_for_update=True)
    if session.user.second_factor_at is not None and not rules.is_fresh(session.proven_at, clock.now()):
        raise Forbidden


# The app


def begin_app(session: UserSession, secret_key: str) -> None:
    """Make a secret for an app that is not in use yet; one that was never confirmed is replaced. Raises Forbidden."""
    allow_change(session)
    user = session.user
    known = db.db.session.get(Authenticator, user.id)
    if known is not None and known.confirmed_at is not None:
        raise Invalid(_("Je gebruikt al een app. Haal die eerst weg."))
    if known is None:
        known = Authenticator(user_id=user.id)
        db.db.session.add(known)
    known.sealed_secret = sealing.seal(pyotp.random_base32(), secret_key, PURPOSE)
    db.flush()


def pending_secret(user: User, secret_key: str) -> str:
    """The secret that an app must learn. Raises NotFound when none was begun, or it is in use already."""
    known = db.db.session.get(Authenticator, user.id)
    secret = (
        sealing.unseal(known.sealed_secret, secret_key, PURPOSE) if known and not known.confirmed_at else None
    )
    if secret is None:
        raise NotFound
    return secret


def confirm_app(session: UserSession, typed: str, secret_key: str) -> None:
    """The app shows what it should: from now on it counts, and this session is proven.

    Raises:
        Forbidden: as in `allow_change`.
        Invalid: the code is wrong; the failure is kept.
        NotFound: no app was begun.
    """
    allow_change(session)
    pending_secret(session.user, secret_key)
    app = _locked_app(session.user)
    _use_code(app, typed, secret_key)
    app.confirmed_at = clock.now()
    _added(session, "app")


def remove_app(session: UserSession) -> None:
    """Take the app away. Raises Forbidden."""
    allow_change(session)
    app = db.db.session.get(Authenticator, session.user_id)
    if app is not None:
        db.db.session.delete(app)
        events.publish(WayTakenBack(Way.APP, session.user.public_id))
        _removed(session.user, "app", by=session.user_id)


def prove_by_code(session: UserSession, typed: str, secret_key: str) -> None:
    """Prove this session with a code of the app.

    Raises:
        Invalid: it is wrong, used before, or there were too many; failures are kept.
    """
    app = _locked_app(session.user)
    if app is None or app.confirmed_at is None:
        raise Invalid(_("Je hebt nog geen app ingesteld."), "code")
    _use_code(app, typed, secret_key)
    session.proven_at = clock.now()


def _locked_app(user: User) -> Any:
    query = select(Authenticator).where(Authenticator.user_id == user.id).with_for_update()
    return db.db.session.scalars(query).one_or_none()


def _use_code(app: Authenticator, typed: str, secret_key: str) -> None:
    now = clock.now()
    if rules.is_locked(app.failures, app.failed_at, now):
        raise Invalid(_("Er is te vaak een verkeerde code ingevuld. Probeer het over een kwartier."), "code")
    code = sign_in_rules.code_from(typed)
    if code is None:
        raise Invalid(_("Vul de zes cijfers in die de app laat zien."), "code")
    secret = sealing.unseal(app.sealed_secret, secret_key, PURPOSE)
    step = rules.step_of(code, secret, now, app.last_step) if secret else None
    if step is None:
        if app.failures >= rules.MOST_FAILURES:  # the quarter of an hour is over
            app.failures = 0
        app.failures, app.failed_at = app.failures + 1, now
        db.keep()
        left = rules.MOST_FAILURES - app.failures
        if left == 0:
            raise Invalid(
                _("Er is te vaak een verkeerde code ingevuld. Probeer het over een kwartier."), "code"
            )
        message = ngettext(
            "Deze code klopt niet. Wacht op de volgende code. Je kunt het nog %(num)s keer proberen.",
            "Deze code klopt niet. Wacht op de volgende code. Je kunt het nog %(num)s keer proberen.",
            left,
        )
        raise Invalid(message, "code")
    app.last_step, app.failures, app.failed_at = step, 0, None


# Passkeys


def begin_passkey(session: UserSession, site: "keys.Party") -> dict[str, Any]:
    """What the browser needs for making a passkey. Raises Forbidden, or Invalid when there are too many."""
    allow_change(session)
    existing = factors_of(session.user).passkeys
    if len(existing) >= MOST_PASSKEYS:
        raise Invalid(_("Je hebt al %(most)d passkeys. Haal er eerst een weg.", most=MOST_PASSKEYS))
    options, challenge = keys.offer(site, session.user, existing)
    _remember(session, challenge)
    return options


def add_passkey(session: UserSession, site: "keys.Party", answer: Any, name: str) -> None:
    """Keep the passkey that the browser made; this session is proven.

    Raises:
        Forbidden: as in `allow_change`.
        Invalid: it is no answer to what we asked just now, or it is known already.
    """
    allow_change(session)
    try:
        credential_id, public_key, count = keys.accept(site, _spend(session), answer)
    except keys.Refused as error:
        raise _not_understood() from error
    known = select(func.count(Passkey.id)).where(Passkey.credential_id == credential_id)
    if db.db.session.scalar(known):
        raise Invalid(_("Deze passkey is al bekend."))
    called = one_line(name)[:LONGEST_NAME] or _("Passkey")
    db.db.session.add(
        Passkey(
            user_id=session.user_id,
            credential_id=credential_id,
            public_key=public_key,
            sign_count=count,
            name=called,
        )
    )
    _added(session, "passkey")


def remove_passkey(session: UserSession, public_id: str) -> None:
    """Take a passkey away. Raises Forbidden, or NotFound when it is not theirs."""
    allow_change(session)
    mine = select(Passkey).where(Passkey.public_id == public_id, Passkey.user_id == session.user_id)
    key = db.db.session.scalars(mine).one_or_none()
    if key is None:
        raise NotFound
    db.db.session.delete(key)
    events.publish(WayTakenBack(Way.PASSKEY, public_id))
    _removed(session.user, "passkey", by=session.user_id)


def ask_passkey(session: UserSession, site: "keys.Party") -> dict[str, Any]:
    """What the browser needs for using one of the passkeys. Raises Invalid when there is none."""
    existing = factors_of(session.user).passkeys
    if not existing:
        raise Invalid(_("Je hebt nog geen passkey ingesteld."))
    options, challenge = keys.ask(site, existing)
    _remember(session, challenge)
    return options


def prove_by_passkey(session: UserSession, site: "keys.Party", answer: Any) -> None:
    """Prove this session with a passkey. Raises Invalid."""
    challenge = _spend(session)
    mine = select(Passkey).where(Passkey.credential_id == (keys.id_in(answer) or b""))
    key = db.db.session.scalars(
        mine.where(Passkey.user_id == session.user_id).with_for_update()
    ).one_or_none()
    if key is None:
        raise _not_understood()
    try:
        key.sign_count = keys.check(site, challenge, answer, key)
    except keys.Refused as error:
        raise _not_understood() from error
    key.last_used_on = clock.local(clock.now()).date()
    session.proven_at = clock.now()


def _remember(session: UserSession, challenge: str) -> None:
    session.challenge, session.challenge_at = challenge, clock.now()


def _spend(session: UserSession) -> str:
    """The challenge of this session, once: also when the answer turns out to be wrong."""
    db.db.session.refresh(session, ["challenge", "challenge_at"], with_for_update=True)
    challenge, since = session.challenge, session.challenge_at
    session.challenge = session.challenge_at = None
    db.keep()
    if challenge is None or since is None or since < clock.now() - CHALLENGE_HOLDS:
        raise Invalid(_("Dit duurde te lang. Probeer het nog een keer."))
    return challenge


def _not_understood() -> Invalid:
    return Invalid(_("Dit lukte niet. Probeer het nog een keer, of gebruik de code van je app."))


# Both


def reset(user: User, by: int | None) -> None:
    """Take every proof of `user` away: the telephone is lost. `by` is who does it (None: a command).

    Their sessions are proven no more, and they set up a new one at the next visit.
    """
    keys_of_theirs = delete(Passkey).where(Passkey.user_id == user.id).returning(Passkey.public_id)
    for public_id in db.db.session.scalars(keys_of_theirs).all():
        events.publish(WayTakenBack(Way.PASSKEY, public_id))
    db.db.session.execute(delete(Authenticator).where(Authenticator.user_id == user.id))
    events.publish(WayTakenBack(Way.APP, user.public_id))
    _settle(user)
    record("second-factor-reset", user.id, by=by)
    outbox.enqueue(MAIL, user_id=user.id, what="reset")


def _added(session: UserSession, what: str) -> None:
    session.proven_at = clock.now()
    _settle(session.user)
    record("second-factor-added", session.user_id, what, by=session.user_id)
    outbox.enqueue(MAIL, user_id=session.user_id, what="added")


def _removed(user: User, what: str, *, by: int) -> None:
    _settle(user)
    record("second-factor-removed", user.id, what, by=by)
    outbox.enqueue(MAIL, user_id=user.id, what="removed")


def _settle(user: User) -> None:
    """Note on the account whether it has a proof, so that no page must look; without one nothing is proven."""
    db.flush()
    if factors_of(user).any:
        user.second_factor_at = user.second_factor_at or clock.now()
        return
    user.second_factor_at = None
    open_sessions = select(UserSession).where(UserSession.user_id == user.id)
    for each in db.db.session.scalars(open_sessions):
        each.proven_at = None
