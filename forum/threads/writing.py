"""Write an item of any kind: publish, edit, delete. The services of the kinds call these."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from sqlalchemy import update

from forum.access import Action, Reader, require
from forum.access import audience as audiences
from forum.core.events import ItemChanged, ItemPublished
from forum.core.follow import Follow
from forum.core.group import Group
from forum.core.item import Audience, Item, Revision
from forum.lib import clock, markup
from forum.lib.db import db, flush
from forum.lib.errors import Forbidden
from forum.lib.events import publish as announce
from forum.threads import files, once, removal, rules, themes

I = TypeVar("I", bound=Item)  # noqa: E741


def publish(
    reader: Reader,
    item: I,
    *,
    title: str,
    body: str = "",
    summary: str = "",
    group: Group | None = None,
    audience: str | None = None,
    theme_names: Iterable[str] = (),
    attachment_ids: Collection[str] = (),
) -> I:
    """Publish the new `item` (of any kind, its own columns filled, not yet in the session) by `reader`.

    `group` came through the door, None is outside groups; `audience` None takes the default of the place;
    `attachment_ids` are public ids of the reader's own unattached uploads. The author follows it.
    Gives the item, flushed; when `item.public_id` was set and a row of this author has it, that row
    (the form was sent twice): nothing is made then.

    Raises:
        Forbidden: `reader` may not write in this place.
        Invalid: title, text, audience, themes or files cannot be used. Nothing was written.
    """
    require(reader, Action.ITEM_CREATE, group)
    author_id = _author(reader)
    item.author_id = author_id
    if (before := once.made_before(item)) is not None:
        return before
    _fill(item, title, body, summary)
    item.group_id = group.id if group else None
    item.audience = _audience(audience, group)
    names = themes.as_now(reader, theme_names)
    rules.themes(names)
    uploads = files.unattached(reader, attachment_ids)
    if (kept := once.add(item)) is not item:
        return kept
    themes.put(item, names)
    files.attach(uploads, item)
    db.session.add(Follow(user_id=author_id, item_id=item.id))
    _touch_group(item.group_id)
    flush()
    announce(ItemPublished(item.id))
    return item


def edit(
    reader: Reader,
    item: Item,
    *,
    title: str,
    body: str = "",
    summary: str = "",
    audience: str | None = None,
    group: Group | None = None,
    theme_names: Iterable[str] | None = None,
    attachment_ids: Collection[str] = (),
    detach_ids: Collection[str] = (),
    own: bool = False,
) -> None:
    """Change the text of `item`, which came through the door; the text as it was is kept as a revision.

    `audience` None leaves it as it is; else `group` must be the item's group. `theme_names` None leaves the
    themes. `attachment_ids` are new uploads to add, `detach_ids` files of the item to take away.
    `own`: something that only its kind has was changed.

    Raises:
        Forbidden: `reader` may not edit it.
        Invalid: title, text, audience, themes or files cannot be used. Nothing was written.
    """
    require(reader, Action.ITEM_EDIT, item)
    old = (item.title, item.body_source, item.summary, item.audience)
    revision = Revision(
        item_id=item.id, editor_id=_author(reader), title=item.title, body_source=item.body_source
    )
    names = None if theme_names is None else themes.as_now(reader, theme_names)
    rules.themes(names or ())
    new_audience = item.audience if audience is None else _audience(audience, group)
    uploads = files.unattached(reader, attachment_ids)
    _fill(item, title, body, summary)
    item.audience = new_audience
    if (item.title, item.body_source) != old[:2]:
        db.session.add(revision)
        item.edited_at = clock.now()
    changed = (item.title, item.body_source, item.summary, item.audience) != old
    changed = bool(uploads) or own or changed
    if names is not None:
        changed = themes.put(item, names) or changed
    if detach_ids:
        changed = files.detach(files.of_item(item), detach_ids) or changed
    files.attach(uploads, item)
    flush()
    if changed:
        announce(ItemChanged(item.id, access=item.audience != old[3]))


def delete(reader: Reader, item: Item) -> None:
    """Delete `item`: from now on it exists for nobody, nor do its replies, files and versions. See `removal`.

    Raises:
        Forbidden: `reader` may not delete it.
    """
    require(reader, Action.ITEM_DELETE, item)
    removal.note(reader, item)
    announce(ItemChanged(item.id, access=True))


def _author(reader: Reader) -> int:
    if reader.user_id is None:  # the policy refused already; this is for who changes the policy
        raise Forbidden
    return reader.user_id


def _audience(name: str | None, group: Group | None) -> Audience:
    return audiences.checked(name, group)


def _fill(item: Item, title: str, body: str, summary: str) -> None:
    line, source, sentence = rules.title(title), rules.body(body), rules.summary(summary)
    rendered = markup.render(source)
    item.title, item.body_source, item.summary = line, source, sentence
    item.body_html = rendered.html
    item.renderer_version = markup.RENDERER_VERSION


def _touch_group(group_id: int | None) -> None:
    if group_id is not None:
        db.session.execute(update(Group).where(Group.id == group_id).values(last_activity_at=clock.now()))
