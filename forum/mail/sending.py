"""The one way to send a mail. Called by jobs only: a request never waits for a mail server."""

from collections.abc import Mapping
from typing import Any

from forum.lib import db, metrics
from forum.mail.messages import compose
from forum.mail.outgoing import outgoing
from forum.mail.rendering import render


def send(
    recipient: str,
    template: str,
    context: Mapping[str, Any],
    *,
    locale: str = "nl",
    headers: Mapping[str, str] | None = None,
    key: str | None = None,
) -> bool:
    """Render templates/mail/<template>/ in `locale` and send it to the address `recipient`, now.

    `context` holds what that person may read at this moment (a mail is a read). `headers` are those of
    `forum.mail.messages.EXTRA`; `key` gives the mail a Message-ID that stays the same when it is sent again. False when the address is refused for good, so that the job is done.

    Raises:
        TryAgain: it did not work now; let it out of the job, and the outbox tries again.
    """
    way = outgoing()
    rendered = render(template, context, locale)
    message = compose(rendered, recipient, way.config.mail_from, headers or {}, key)
    db.end_reading()  # rendering asked for the name of the site; the mail server may take its time
    sent = way.send(message, recipient)
    metrics.MAILS.labels(template, "sent" if sent else "refused").inc()
    return sent
