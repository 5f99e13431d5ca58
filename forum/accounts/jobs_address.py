"""The mails about another address: a code to the new one, and a word to the old one."""

from forum import mail
from forum.accounts import people, rules
from forum.accounts.models import AddressChange
from forum.core.user import User
from forum.lib import clock, links
from forum.lib.db import db, transaction


def send_address_code(change_id: int) -> None:
    """Mail a code to the address that somebody wants; or say there that it has an account already.

    The code is made here, so that none lies in the outbox, and anew each time this runs.
    """
    now = clock.now()
    with transaction():
        change = db.session.get(AddressChange, change_id)
        if change is None or change.spent_at is not None or now - change.created_at > rules.SEND_WITHIN:
            return
        user = db.session.get_one(User, change.user_id)  # door: who asked
        email, locale, free = change.email, user.locale, people.find(change.email) is None
        if not user.active:
            return
        code = rules.new_code()
        if free:
            change.code_digest = rules.code_digest(change.public_id, code)
            change.expires_at = now + rules.VALID_FOR
    if free:
        mail.send(email, "address_code", {"code": rules.shown_code(code)}, locale=locale)
    else:
        mail.send(email, "address_taken", {"url": links.absolute("accounts.sign_in")}, locale=locale)


def tell_old_address(change_id: int) -> None:
    """Tell the address that somebody had that it is theirs no longer. It does not hear the new one."""
    change = db.session.get(AddressChange, change_id)
    if change is None or change.old_email is None:
        return
    user = db.session.get_one(User, change.user_id)  # door: whose address it was
    email, locale = change.old_email, user.locale
    db.session.rollback()
    mail.send(email, "address_changed", {"url": links.absolute("timeline.home")}, locale=locale)
