"""The page of an item, of any kind: its own template with the thread below it."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from forum.access import Standing, standing_to
from forum.access.current import current_reader
from forum.core import kinds
from forum.core.item import Item
from forum.lib.pages import Page, number_from
from forum.notifications import frame
from forum.threads import compose, jobs, presenting, showing
from forum.threads.cards import with_cards
from forum.threads.queries import Thread
from forum.threads.rules import theme_slug
from forum.work import queue


@dataclass(frozen=True)
class ItemPage:
    """What the template of an item's page knows beside the item: see `threads/_thread.html`."""

    thread: Thread
    standing: Standing
    own: bool  # whether the reader wrote the item
    page: Page[Any]
    body_html: str
    replies: list[Markup]
    attachments: list[SimpleNamespace]
    first_unread_url: str | None
    report_url: str | None
    hide_url: str | None
    sign_in_url: str | None
    draft: compose.Draft | compose.BlankReply | None

    # What most readers are shown from memory is made only when it is asked for.

    @property
    def head(self) -> SimpleNamespace:
        """For `item_head`."""
        return presenting.head(self.thread.item, self.thread.outline.audience)

    @property
    def crumbs(self) -> list[tuple[object, str | None]]:
        """For `breadcrumbs`."""
        return crumbs(self.thread.item)

    @property
    def themes(self) -> list[tuple[str, str]]:
        """Name and address of each."""
        names = self.thread.outline.themes
        return [(name, url_for("themes.page", slug=theme_slug(name))) for name in names]


def item_page(template: str, item: Item, **more: Any) -> str:
    """Render the page of `item`, which came through the door with author and group (`queries.get_item`).

    The page of replies is `?pagina=`. `template` gets `item`, `item_page` and all of `more`. That this reader
    saw it is handed to the worker.
    """
    reader = current_reader()
    shown = showing.show(reader, item, number_from(request.args.get("pagina")))
    thread = shown.thread
    frame.note(thread.own.notifications)
    if reader.user_id is not None and _is_news(thread):
        queue.later(
            jobs.MARK_READ,
            user_id=reader.user_id,
            item_id=item.id,
            last_reply_id=thread.outline.last_shown_id,
        )
    return render_template(template, item=item, item_page=_page(item, shown), **more)


def _is_news(thread: Thread) -> bool:
    own = thread.own
    if own.last_read_id is None or own.last_read_at is None:
        return True
    if (
        own.notifications
    ):  # what they were told about may be this page itself: a newer file, a day to look again
        return True
    # A text that was changed since may name whoever reads it now.
    edited = thread.item.edited_at
    return thread.outline.last_shown_id > own.last_read_id or bool(edited and edited > own.last_read_at)


def _page(item: Item, shown: showing.Shown) -> ItemPage:
    thread, outline = shown.thread, shown.thread.outline
    unread = thread.first_unread
    draft = None
    if thread.may_reply:
        draft = compose.reply_on_page(item, outline.audience, thread.own.draft)
    texts = with_cards(current_reader(), [item.body_html, *shown.replies])
    own = thread.signed_in and item.author_id == current_reader().user_id
    return ItemPage(
        thread=thread,
        standing=standing_to(current_reader(), item),
        own=own,
        page=Page(
            outline.rows,
            outline.number,
            outline.total,
            address=lambda number: presenting.page_url(item, number, "reacties"),
        ),
        body_html=texts[0],
        replies=[Markup(text) for text in texts[1:]],  # noqa: S704 - templates made them
        attachments=shown.files,
        first_unread_url=presenting.page_url(item, unread.page_number, f"reactie-{unread.public_id}")
        if unread
        else None,
        report_url=presenting.moderation_url(
            "moderation.report", "item", item.public_id, thread.signed_in and not own
        ),
        hide_url=presenting.moderation_url(
            "moderation.hide", "item", item.public_id, thread.may_moderate and not own
        ),
        sign_in_url=None
        if thread.signed_in
        else url_for("accounts.sign_in", next=presenting.page_url(item, anchor="reageer")),
        draft=draft,
    )


def crumbs(item: Item, here: object = None) -> list[tuple[object, str | None]]:
    """Where an item stands, for `breadcrumbs`; `here` is a page below it ("Aanpassen")."""
    trail: list[tuple[object, str | None]] = []
    if item.group is not None:
        trail += [
            (_("Groepen"), url_for("groups.index")),
            (item.group.name, url_for("groups.page", address=item.group.address)),
        ]
    else:
        trail.append((_("Gesprekken"), url_for("timeline.home")))
    trail.append((item.title, presenting.page_url(item) if here else None))
    return [*trail, (here, None)] if here else trail


def kind_label(item: Item) -> object:
    """What this item is, in the language of the reader."""
    return kinds.of(item).label
