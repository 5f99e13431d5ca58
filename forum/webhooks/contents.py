"""What a webhook is told of something, if it may be told at all: read through the door, at this moment (T07, T39)."""

import json
from collections.abc import Sequence

from forum.access import ANONYMOUS, Action, Reader, find_visible, may, reader_for
from forum.api import presenting
from forum.core.group import Group
from forum.core.item import Item, Reply, State
from forum.threads.lines import lines_of
from forum.webhooks import rules
from forum.webhooks.models import Delivery, Webhook


def reader_of(hook: Webhook) -> Reader | None:
    """With whose eyes things are read for `hook`; None when its owner may not have it (any more).

    Of a group: its owner, who must manage it. Of the site: a visitor, so that it gets nothing but what is public; its
    owner must administer the site.
    """
    owner = reader_for(hook.owner)
    if hook.group_id is None:
        return ANONYMOUS if may(owner, Action.SITE_ADMINISTER) else None
    group = find_visible(Group, hook.group_id, owner)
    return owner if group is not None and may(owner, Action.GROUP_MANAGE, group) else None


def readable(
    reader: Reader, hook: Webhook, item_id: int | None, reply_id: int | None
) -> tuple[Item, Reply | None] | None:
    """What it is about, when `reader` may read it and it is shown and belongs to `hook`; else None."""
    item = find_visible(Item, item_id or 0, reader)
    reply = find_visible(Reply, reply_id, reader) if reply_id else None
    shown: Sequence[Item | Reply | None] = (item, reply) if reply_id else (item,)
    if item is None or any(each is None or each.state != State.PUBLISHED for each in shown):
        return None
    if hook.group_id is not None and item.group_id != hook.group_id:
        return None
    return item, reply


def body_of(reader: Reader, hook: Webhook, delivery: Delivery) -> bytes | None:
    """The body for `delivery`, or None when it may not be told (any more).

    It says what and where, and gives no text: who wants that asks the API, as somebody who may read it.
    """
    if delivery.event == rules.TEST:
        return _written(delivery, {})
    found = readable(reader, hook, delivery.item_id, delivery.reply_id)
    if found is None:
        return None
    item, reply = found
    lines = lines_of(reader, [item])
    if not lines:
        return None
    data: presenting.Json = {"item": presenting.line(reader, lines[0])}
    if reply is not None:
        data["reply"] = {
            "id": reply.public_id,
            "url": presenting.address_of(reply),
            "published_at": reply.created_at,
        }
    return _written(delivery, data)


def _written(delivery: Delivery, data: presenting.Json) -> bytes:
    facts = {"type": delivery.event, "timestamp": delivery.created_at, "data": data}
    return json.dumps(facts, ensure_ascii=False, default=lambda moment: moment.isoformat()).encode()
