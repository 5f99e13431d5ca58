"""Older versions of items and replies."""

from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.core.item import Item
from forum.threads import comparing, pages, presenting, revisions
from forum.threads.blueprint import bp
from forum.threads.cards import with_cards
from forum.threads.queries import get_item, get_reply


@bp.get("/items/<public_id>/versies", endpoint="revisions")
@everyone
def item_revisions(public_id: str) -> ResponseReturnValue:
    """The texts that an item had before, for who may read the item."""
    reader = current_reader()
    item = get_item(Item, public_id, reader)
    compare_url = url_for("threads.compare_item", public_id=public_id)
    return _versions(item, revisions.of_item(reader, item), presenting.page_url(item), compare_url)


@bp.get("/items/<public_id>/versies/vergelijk")
@everyone
def compare_item(public_id: str) -> ResponseReturnValue:
    """What changed between two texts of an item (`?van=` and `?naar=`), for who may read the item."""
    reader = current_reader()
    item = get_item(Item, public_id, reader)
    back = url_for("threads.revisions", public_id=public_id)
    return _compared(item, revisions.texts_of_item(reader, item), back)


@bp.get("/reacties/<public_id>/versies")
@everyone
def reply_revisions(public_id: str) -> ResponseReturnValue:
    """The texts that a reply had before, for who may read the reply."""
    reader = current_reader()
    reply, item = get_reply(public_id, reader)
    back = presenting.page_url(item, anchor="reacties")
    compare_url = url_for("threads.compare_reply", public_id=public_id)
    return _versions(item, revisions.of_reply(reader, reply), back, compare_url)


@bp.get("/reacties/<public_id>/versies/vergelijk")
@everyone
def compare_reply(public_id: str) -> ResponseReturnValue:
    """The same for a reply."""
    reader = current_reader()
    reply, item = get_reply(public_id, reader)
    back = url_for("threads.reply_revisions", public_id=public_id)
    return _compared(item, revisions.texts_of_reply(reader, reply), back)


def _versions(item: Item, versions: list[revisions.Version], back: str, compare_url: str) -> str:
    crumbs = pages.crumbs(item, _("Versies"))
    texts = with_cards(current_reader(), [version.body_html for version in versions])
    versions = [replace(version, body_html=text) for version, text in zip(versions, texts, strict=True)]
    return render_template(
        "threads/revisions.html",
        item=item,
        versions=versions,
        back=back,
        crumbs=crumbs,
        compare_url=compare_url,
    )


def _compared(item: Item, texts: list[revisions.Text], back: str) -> str:
    # Without a (good) choice: the last change.
    old = _chosen(texts, "van") or texts[max(0, len(texts) - 2)]
    new = _chosen(texts, "naar") or texts[-1]
    return render_template(
        "threads/compare.html",
        item=item,
        texts=texts,
        old=old,
        new=new,
        title=comparing.compare(old.title, new.title) if old.title != new.title else None,
        body=comparing.compare(old.source, new.source),
        back=back,
        crumbs=pages.crumbs(item, _("Versies vergelijken")),
    )


def _chosen(texts: list[revisions.Text], name: str) -> revisions.Text | None:
    wanted = request.args.get(name, "")
    return next((text for text in texts if str(text.number) == wanted), None)
