"""What somebody changes about their own notifications."""

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.access import Reader
from forum.core import stopping
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import Forbidden, Invalid
from forum.lib.upsert import upsert
from forum.notifications.models import MailWhen, Notification, NotificationChoice

PURPOSE = "notifications-unsubscribe"


def read_everything(reader: Reader, up_to: int) -> None:
    """Mark what `reader` was told, up to the notification with id `up_to`, as seen. What came since stays new."""
    mine = (
        Notification.user_id == reader.user_id,
        Notification.id <= up_to,
        Notification.read_at.is_(None),
    )
    db.session.execute(update(Notification).where(*mine).values(read_at=clock.now()))


def newest_id(reader: Reader) -> int:
    """The id of the newest notification of `reader`, or 0."""
    newest = (
        select(Notification.id)
        .where(Notification.user_id == reader.user_id)
        .order_by(Notification.id.desc())
        .limit(1)
    )
    return db.session.scalar(newest) or 0


def choose_mail(reader: Reader, mail: str | None) -> None:
    """How `reader` gets notifications by mail from now on.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: there is no such choice.
    """
    if reader.user_id is None:
        raise Forbidden
    if mail not in list(MailWhen):
        raise Invalid(_("Maak een keuze."), "mail")
    set_mail(reader.user_id, MailWhen(mail))


def set_mail(user_id: int, mail: MailWhen) -> None:
    """As `choose_mail`, for who came by the link of a mail. What happened before is collected from now on."""
    upsert(NotificationChoice, {"user_id": user_id}, {"mail": mail, "slot_at": clock.now()})


def unsubscribe_url(user: User) -> str:
    """The address that stops the mails with notifications to `user`, without signing in."""
    return stopping.address(user, PURPOSE, "notifications.unsubscribe")


def user_of(token: str) -> User | None:
    """Whose mails this token stops, or None when it is none of ours, or the account is closed (T25)."""
    return stopping.user_of(token, PURPOSE)
