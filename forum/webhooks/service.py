"""Make webhooks, try them, switch them on again, take them away."""

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import select

from forum.access import Action, Reader, require
from forum.core import security_event
from forum.core.events import Way, WayTakenBack
from forum.core.group import Group
from forum.core.user import User
from forum.groups import log
from forum.lib import events
from forum.lib.db import db, flush
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.webhooks import jobs, rules, signing
from forum.webhooks.models import Delivery, Webhook


def add(
    reader: Reader, group: Group | None, *, url: str, public_id: str, events: Collection[str] = rules.EVENTS
) -> str:
    """A new webhook of `reader` for a group that came through the door, or (None) for what is public on the site.

    Gives the secret, which is shown once. A form that is sent twice (the same `public_id`) makes one.

    Raises:
        Forbidden: `reader` does not manage the group, or is no administrator.
        Invalid: the address cannot be used, nothing is chosen to tell, or there are enough.
    """
    _require(reader, group)
    if reader.user_id is None:
        raise Forbidden
    there = list_for(reader, group)
    if before := next((hook for hook in there if hook.public_id == public_id), None):
        return signing.secret_of(before.key)
    checked, told = rules.checked_url(url), rules.checked_events(events)
    if len(there) >= rules.MOST:
        raise Invalid(_("Er zijn al %(n)s webhooks. Verwijder er eerst een.", n=rules.MOST))
    hook = Webhook(
        public_id=public_id,
        owner_id=reader.user_id,
        group_id=group.id if group else None,
        url=checked,
        events=told,
    )
    db.session.add(hook)
    flush()
    _record(reader, group, "webhook-added")
    return signing.secret_of(hook.key)


def list_for(reader: Reader, group: Group | None) -> list[Webhook]:
    """The webhooks of a group, or (None) of the site. Raises Forbidden as `add`."""
    _require(reader, group)
    query = select(Webhook).where(Webhook.group_id == group.id if group else Webhook.group_id.is_(None))
    return list(db.session.scalars(query.order_by(Webhook.id)))


def get(reader: Reader, group: Group | None, public_id: str) -> Webhook:
    """One of them. Raises Forbidden as `add`, NotFound when there is none with this id."""
    found = next((hook for hook in list_for(reader, group) if hook.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


def list_deliveries(hook: Webhook, most: int = 10) -> list[Delivery]:
    """What was last sent to a webhook that came from here: how it went, never what it held."""
    query = select(Delivery).where(Delivery.webhook_id == hook.id).order_by(Delivery.id.desc()).limit(most)
    return list(db.session.scalars(query))


def send_test(reader: Reader, group: Group | None, public_id: str) -> None:
    """Send something without contents, once. Raises as `get`."""
    jobs.promise(get(reader, group, public_id), rules.TEST)


def choose(reader: Reader, group: Group | None, public_id: str, events: Collection[str]) -> None:
    """Tell it these things from now on. What was promised before is still sent.

    Raises:
        Forbidden, NotFound: as `get`. Invalid: nothing is chosen.
    """
    hook = get(reader, group, public_id)
    told = rules.checked_events(events)
    if told != hook.events:
        hook.events = told
        _record(reader, group, "webhook-changed")


def restart(reader: Reader, group: Group | None, public_id: str) -> None:
    """Switch a webhook on again; from now on it is of who does that. Raises as `get`."""
    hook = get(reader, group, public_id)
    if hook.stopped_at is None:
        return
    hook.owner = db.session.get_one(User, reader.user_id)  # door: the reader's own row
    hook.failures, hook.stopped_at, hook.stopped_why = 0, None, None
    _record(reader, group, "webhook-restarted")


def remove(reader: Reader, group: Group | None, public_id: str) -> None:
    """Take a webhook away. Raises as `get`."""
    db.session.delete(get(reader, group, public_id))
    flush()
    _record(reader, group, "webhook-removed")
    events.publish(WayTakenBack(Way.WEBHOOK, public_id))


def _require(reader: Reader, group: Group | None) -> None:
    require(reader, Action.GROUP_MANAGE if group else Action.SITE_ADMINISTER, group)


def _record(reader: Reader, group: Group | None, action: str) -> None:
    if group is None:
        security_event.record(action, None, by=reader.user_id)
    else:
        log.record(reader, group, action)
