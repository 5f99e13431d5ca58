"""Work of this room that the worker does."""

from datetime import timedelta

from sqlalchemy import delete, exists, or_, select, update

from forum import mail
from forum.accounts import people, rules
from forum.accounts.models import AddressChange, ApiToken, SignInRequest, UserSession
from forum.core import setting
from forum.core.user import User
from forum.lib import clock, ids, links
from forum.lib.db import db, transaction

KEEP_REQUESTS = timedelta(days=1)
# So long the list of keys still shows one that has ended.
KEEP_TOKENS = timedelta(days=30)
TOKEN_USED = "accounts.token_used"
MARK_SEEN = "accounts.mark_seen"


def token_used(token_id: int) -> None:
    """Remember the day on which a program used its token; to the day, so it is one write a day."""
    with transaction():
        row = db.session.get(ApiToken, token_id)
        if row is not None:
            row.last_used_on = clock.now().date()


def mark_seen(session_id: int) -> None:
    """Remember that a session was used today; to the day, so it is one write a day. Nothing when it has ended."""
    today = clock.now().date()
    with transaction():
        seen = update(UserSession).where(UserSession.id == session_id)
        db.session.execute(seen.values(last_seen_on=today))


def send_sign_in_mail(request_id: int) -> None:
    """Make a link and a code for a request and mail them; or say why there is no account.

    The secrets are made here, so that none lies in the outbox, and anew each time this runs.
    """
    now = clock.now()
    with transaction():
        request = db.session.get(SignInRequest, request_id)
        if request is None or request.spent_at is not None or now - request.created_at > rules.SEND_WITHIN:
            return
        email, locale, next_url = request.email, request.locale, request.next_url
        user = people.find(email)
        locale = user.locale if user else locale
        allowed = people.may_enter(email)
        token, code = ids.secret(), rules.new_code()
        if allowed:
            request.token_digest = ids.digest(token)
            request.code_digest = rules.code_digest(request.public_id, code)
            request.expires_at = now + rules.VALID_FOR
        why = "closed" if user else str(setting.get("registration"))
    if allowed:
        context = {"code": rules.shown_code(code), "url": links.absolute("accounts.confirm", token=token)}
        mail.send(email, "sign_in", context, locale=locale)
    else:
        url = links.absolute("accounts.sign_in", next=next_url)
        mail.send(email, "sign_in_refused", {"why": why, "url": url}, locale=locale)


def send_second_factor_mail(user_id: int, what: str) -> None:
    """Tell somebody that the way to prove themselves changed (`what`: added, removed, reset), in case it was not them."""
    user = db.session.get(User, user_id)
    if user is None or not user.active:
        return
    address, locale = user.email, user.locale
    context = {"what": what, "url": links.absolute("accounts.second_factor")}
    db.session.rollback()  # no transaction stays open while the mail server takes its time
    mail.send(address, "second_factor", context, locale=locale)


def forget_old() -> None:
    """Delete what is of no use any more: old requests, and sessions and tokens that have ended."""
    now = clock.now()
    old_request = SignInRequest.created_at < now - KEEP_REQUESTS
    old_change = AddressChange.created_at < now - KEEP_REQUESTS
    old_session = UserSession.expires_at < now
    old_token = ApiToken.expires_at < now - KEEP_TOKENS
    found = db.session.scalar(
        select(or_(*(exists().where(old) for old in (old_request, old_change, old_session, old_token))))
    )
    db.session.rollback()
    if not found:
        return
    with transaction():
        db.session.execute(delete(SignInRequest).where(old_request))
        db.session.execute(delete(AddressChange).where(old_change))
        db.session.execute(delete(UserSession).where(old_session))
        db.session.execute(delete(ApiToken).where(old_token))
