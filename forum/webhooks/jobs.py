"""What the worker does: find who is told, send it, and stop what does not work. Everything is read anew."""

import time
from datetime import timedelta

from sqlalchemy import delete, exists, select

from forum.core import events
from forum.lib import clock
from forum.lib.db import db, flush, transaction
from forum.webhooks import contents, rules, sending, signing
from forum.webhooks.models import Delivery, Webhook, Why
from forum.work import outbox

LANE = "webhooks"
TELL, DELIVER, MAIL = "webhooks.tell", "webhooks.deliver", "webhooks.mail_stopped"
KEPT = timedelta(days=30)


def on_item_published(event: events.ItemPublished) -> None:
    _note(rules.PUBLISHED, event.item_id)


def on_item_changed(event: events.ItemChanged) -> None:
    _note(rules.CHANGED, event.item_id)


def on_reply_posted(event: events.ReplyPosted) -> None:
    _note(rules.REPLIED, event.item_id, event.reply_id)


def _note(event: str, item_id: int, reply_id: int | None = None) -> None:
    if db.session.scalar(select(exists().where(Webhook.stopped_at.is_(None)))):
        outbox.enqueue(TELL, event=event, item_id=item_id, reply_id=reply_id)


def tell(event: str, item_id: int, reply_id: int | None = None) -> None:
    """Promise a delivery to every webhook that wants and may hear of it now: of others nothing is even noted."""
    with transaction():
        for hook in db.session.scalars(select(Webhook).where(Webhook.stopped_at.is_(None))):
            if event not in hook.events.split():
                continue
            reader = contents.reader_of(hook)
            if reader is not None and contents.readable(reader, hook, item_id, reply_id):
                promise(hook, event, item_id, reply_id)


def promise(hook: Webhook, event: str, item_id: int | None = None, reply_id: int | None = None) -> None:
    """Let `hook` be told of this, in the present transaction."""
    row = Delivery(webhook_id=hook.id, event=event, item_id=item_id, reply_id=reply_id)
    db.session.add(row)
    flush()
    outbox.enqueue(DELIVER, delivery_id=row.id)


def deliver(delivery_id: int) -> None:
    """Send it, if its webhook may still be told; after a failure it is tried again, later and later."""
    with transaction():
        prepared = _prepare(delivery_id)
    if prepared is None:
        return
    outcome = sending.post(*prepared)
    with transaction():
        _note_outcome(delivery_id, outcome)


def _prepare(delivery_id: int) -> tuple[str, bytes, dict[str, str]] | None:
    """Address, body and headers; None when there is nothing to send (any more)."""
    row = db.session.get(Delivery, delivery_id)
    if row is None or row.done_at or row.failed_at:
        return None
    hook = db.session.get_one(Webhook, row.webhook_id)
    reader = contents.reader_of(hook) if hook.stopped_at is None else None
    if hook.stopped_at is None and reader is None:
        hook.stopped_at, hook.stopped_why = clock.now(), Why.RIGHTS
    body = contents.body_of(reader, hook, row) if reader is not None else None
    if body is None:
        db.session.delete(row)
        return None
    signed = signing.headers(signing.secret_of(hook.key), row.public_id, int(time.time()), body)
    return hook.url, body, {**signed, "Content-Type": "application/json", "User-Agent": "Kennisplein-Webhook"}


def _note_outcome(delivery_id: int, outcome: sending.Outcome) -> None:
    row = db.session.get(Delivery, delivery_id)
    if row is None:  # taken away while it was sent
        return
    hook = db.session.get_one(Webhook, row.webhook_id)
    row.attempts += 1
    row.status, row.problem = outcome.status, outcome.problem
    wait = None if row.event == rules.TEST else rules.next_wait(row.attempts)
    if outcome.arrived:
        row.done_at = clock.now()
        hook.failures = 0
    elif outcome.status == 410 and row.event != rules.TEST:
        row.failed_at = clock.now()
        _stop(hook, Why.GONE)
    elif wait is not None:
        outbox.enqueue(DELIVER, run_at=clock.now() + wait, delivery_id=row.id)
    else:
        row.failed_at = clock.now()
        hook.failures += row.event != rules.TEST
        if hook.failures >= rules.MOST_FAILURES:
            _stop(hook, Why.FAILED)


def _stop(hook: Webhook, why: Why) -> None:
    if hook.stopped_at is None:
        hook.stopped_at, hook.stopped_why = clock.now(), why
        outbox.enqueue(MAIL, webhook_id=hook.id)


def forget_old() -> None:
    """Forget what was sent more than a month ago."""
    old = Delivery.created_at < clock.now() - KEPT
    found = db.session.scalar(select(exists().where(old)))
    db.session.rollback()
    if found:
        with transaction():
            db.session.execute(delete(Delivery).where(old))
