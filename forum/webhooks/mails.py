"""Tell the owner of a webhook that it was switched off."""

from forum import mail
from forum.core.group import Group
from forum.lib import links
from forum.lib.db import db
from forum.webhooks import contents
from forum.webhooks.models import Webhook


def mail_stopped(webhook_id: int) -> None:
    """Mail the owner, if it is still off and they may still have it (T07). Raises mail.TryAgain."""
    hook = db.session.get(Webhook, webhook_id)
    if hook is None or hook.stopped_at is None or contents.reader_of(hook) is None:
        return
    # door: `reader_of` gave somebody who manages it
    group = db.session.get_one(Group, hook.group_id) if hook.group_id else None
    url = (
        links.absolute("webhooks.of_group", address=group.address)
        if group
        else links.absolute("webhooks.of_site")
    )
    context = {"webhook": hook.url, "group": group.name if group else "", "why": hook.stopped_why, "url": url}
    address, locale = hook.owner.email, hook.owner.locale
    db.session.rollback()
    mail.send(address, "webhook_stopped", context, locale=locale)
