"""Write replies: post, edit, delete, and say that one is useful."""

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import delete

from forum.access import Action, Reader, require
from forum.core.events import ReplyChanged, ReplyPosted
from forum.core.item import Item, Reply, Revision
from forum.lib import clock, markup
from forum.lib.db import db, flush
from forum.lib.errors import Forbidden, Invalid
from forum.lib.events import publish as announce
from forum.lib.upsert import upsert
from forum.threads import counts, files, follows, once, removal, rules
from forum.threads.models import Useful


def post_reply(
    reader: Reader,
    item: Item,
    body: str,
    attachment_ids: Collection[str] = (),
    public_id: str | None = None,
) -> Reply:
    """A new reply by `reader` on `item`, which came through the door. They follow the item from now on.

    `public_id` comes from the form; when a reply of this reader has it already (the form was sent
    twice), that one is given and nothing is made.

    Raises:
        Forbidden: `reader` may not take part here.
        Invalid: there is no text, it is too long, or a file cannot be attached. Nothing was written.
    """
    require(reader, Action.ITEM_TAKE_PART, item)
    if reader.user_id is None:
        raise Forbidden
    reply = Reply(item_id=item.id, author_id=reader.user_id, public_id=public_id or None)
    if (before := once.made_before(reply)) is not None:
        return _on_the_same(before, item)
    _fill(reply, body)
    uploads = files.unattached(reader, attachment_ids)
    reply.created_at = clock.now()
    if (kept := once.add(reply)) is not reply:
        return _on_the_same(kept, item)
    files.attach(uploads, item, reply)
    counts.one_more(item.id, reply.created_at)
    follows.follow_quietly(reader.user_id, item.id)
    follows.mark_read(reader.user_id, item.id, reply.id)
    flush()
    announce(ReplyPosted(reply.id, item.id))
    return reply


def edit_reply(
    reader: Reader,
    reply: Reply,
    body: str,
    attachment_ids: Collection[str] = (),
    detach_ids: Collection[str] = (),
) -> None:
    """Change the text of `reply`, which came through the door; the text as it was is kept as a revision.

    Raises:
        Forbidden: `reader` may not edit it.
        Invalid: there is no text, it is too long, or a file cannot be attached. Nothing was written.
    """
    require(reader, Action.REPLY_EDIT, reply)
    uploads = files.unattached(reader, attachment_ids)
    before = reply.body_source
    _fill(reply, body)
    changed = bool(uploads)
    if reply.body_source != before:
        changed = True
        db.session.add(
            Revision(item_id=reply.item_id, reply_id=reply.id, editor_id=reader.user_id, body_source=before)
        )
        reply.edited_at = clock.now()
    if detach_ids:
        changed = files.detach(files.of_reply(reply), detach_ids) or changed
    for row in uploads:
        row.item_id, row.reply_id = reply.item_id, reply.id
    flush()
    if changed:
        announce(ReplyChanged(reply.id, reply.item_id))


def delete_reply(reader: Reader, reply: Reply) -> None:
    """Delete `reply`: from now on it exists for nobody.

    Raises:
        Forbidden: `reader` may not delete it.
    """
    require(reader, Action.REPLY_DELETE, reply)
    removal.note(reader, reply)
    counts.recount(reply.item_id)
    announce(ReplyChanged(reply.id, reply.item_id, access=True))


def toggle_useful(reader: Reader, reply: Reply) -> bool:
    """Say that `reply` is useful, or take that back; True when it is marked now.

    Raises:
        Forbidden: `reader` may not react here, or wrote the reply.
    """
    require(reader, Action.REPLY_REACT, reply)
    if reader.user_id is None or reply.author_id == reader.user_id:
        raise Forbidden
    mine = (Useful.user_id == reader.user_id, Useful.reply_id == reply.id)
    marked = db.session.execute(delete(Useful).where(*mine).returning(Useful.id)).first() is None
    if marked:
        upsert(Useful, {"user_id": reader.user_id, "reply_id": reply.id}, {})
    counts.recount_useful(reply.id)
    return marked


def _fill(reply: Reply, body: str) -> None:
    source = rules.body(body, required=True)
    reply.body_source = source
    reply.body_html = markup.render(source).html
    reply.renderer_version = markup.RENDERER_VERSION


def _on_the_same(reply: Reply, item: Item) -> Reply:
    # Parent and child belong together (T16): a form of one item cannot point at a reply on another.
    if reply.item_id != item.id:
        raise Invalid(_("Dit formulier hoort bij een ander gesprek. Open de pagina opnieuw."))
    return reply
