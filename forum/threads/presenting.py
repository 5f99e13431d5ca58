"""Make what the macros of `templates/components` want from what the queries give. For views only."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from forum.access.audience import AudienceLine
from forum.attachments import rules as file_rules
from forum.core import kinds
from forum.core.attachment import Attachment
from forum.core.item import Item, State
from forum.lib.templating import size
from forum.threads.queries import ReplyView, Thread


def attachment(row: Attachment) -> SimpleNamespace:
    """A file for `attachment_list`."""
    url = url_for("attachments.file", public_id=row.public_id, filename=row.filename)
    picture = file_rules.is_picture(row.media_type)
    return SimpleNamespace(
        public_id=row.public_id,
        name=row.filename,
        url=url,
        size_text=size(row.size),
        picture_url=url if picture else None,
        alt=row.alt_text,
    )


def attachments(rows: Iterable[Attachment]) -> list[SimpleNamespace]:
    """Files for `attachment_list`."""
    return [attachment(row) for row in rows]


def beside(rows: Iterable[Attachment], body_html: str) -> list[SimpleNamespace]:
    """As `attachments`, without the pictures that stand in the text itself."""
    shown = (attachment(row) for row in rows)
    return [file for file in shown if not (file.picture_url and f'src="{file.picture_url}"' in body_html)]


def head(item: Item, audience: AudienceLine) -> SimpleNamespace:
    """An item, with author and group loaded, for `item_head`."""
    kind = kinds.of(item)
    group = item.group
    return SimpleNamespace(
        kind=item.kind,
        title=item.title,
        summary=item.summary,
        url=page_url(item),
        extra=kind.extra(item),  # noqa: S610  -- a field of Kind, not of Django
        author=item.author,
        group_name=group.name if group else None,
        group_colour=group.colour if group else None,
        group_url=url_for("groups.page", address=group.address) if group else None,
        published_at=item.published_at,
        edited_at=item.edited_at,
        audience_label=audience.label,
        audience_icon=audience.icon,
    )


def reply(view: ReplyView, thread: Thread, useful: bool, unread: bool) -> SimpleNamespace:
    """A reply for `reply_article`: whether its reader called it `useful`, and whether it is new to them."""
    row = view.reply
    public_id = row.public_id
    return SimpleNamespace(
        public_id=public_id,
        author=row.author,
        body_html=row.body_html,
        created_at=row.created_at,
        edited_at=row.edited_at,
        url=page_url(thread.item, thread.outline.number, f"reactie-{public_id}"),
        useful_count=row.useful_count,
        useful_by_me=useful,
        useful_url=url_for("threads.react", public_id=public_id) if view.may_react else None,
        quote_url=url_for("threads.post_reply", item_public_id=thread.item.public_id, citeer=public_id)
        if thread.may_reply and row.state == State.PUBLISHED
        else None,
        edit_url=url_for("threads.edit_reply", public_id=public_id) if view.may_edit else None,
        delete_url=url_for("threads.delete_reply", public_id=public_id) if view.may_delete else None,
        history_url=url_for("threads.reply_revisions", public_id=public_id) if row.edited_at else None,
        report_url=moderation_url(
            "moderation.report", "reply", public_id, thread.signed_in and not view.mine
        ),
        hide_url=moderation_url("moderation.hide", "reply", public_id, thread.may_moderate and not view.mine),
        unread=unread,
        hidden_note=_("Deze reactie is verborgen. Alleen beheerders kunnen die nog lezen.")
        if row.state == State.HIDDEN
        else None,
        attachments=beside(view.attachments, row.body_html),
    )


def short_lines(items: Iterable[Item]) -> list[SimpleNamespace]:
    """Items for `short_line`, with their groups loaded: in which group each stands, and how alive it is."""
    return [
        SimpleNamespace(
            kind=item.kind,
            title=item.title,
            url=page_url(item),
            last_activity_at=item.last_activity_at,
            reply_count=item.reply_count,
            extra=item.group.name if item.group else None,
        )
        for item in items
    ]


def page_url(item: Item, page_number: int = 1, anchor: str | None = None) -> str:
    """The address of an item's page, at this page of its replies."""
    values: dict[str, Any] = {"pagina": page_number} if page_number > 1 else {}
    return url_for(kinds.of(item).page, public_id=item.public_id, _anchor=anchor, **values)


def moderation_url(endpoint: str, what: str, public_id: str, allowed: bool) -> str | None:
    """The address of a page of the room moderation about an "item", "reply", "group" or "person"; None when not for
    this reader."""
    if not allowed or endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, what=what, public_id=public_id)
