"""Folders of a group: made and ordered by its managers, and what lies in them is never for more people than the folder."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from forum.access import Action, Reader, find_visible, get_visible, require, visible
from forum.core.events import ItemChanged, ItemMoved
from forum.core.folder import Folder
from forum.core.group import Group
from forum.core.item import Audience, Item, State
from forum.lib.db import db, flush
from forum.lib.errors import Invalid
from forum.lib.events import publish as announce
from forum.library.models import Document

MOST = 200
LONGEST_NAME = 80


@dataclass(frozen=True)
class FolderLine:
    """A folder in a list; `count` is of the documents in it that the reader may read."""

    public_id: str
    name: str
    members_only: bool
    count: int


def list_folders(reader: Reader, group: Group) -> list[FolderLine]:
    """The folders of a group that `reader` may know of, in order, with counts of their own set; one question."""
    documents = (
        visible(Document, reader)
        .where(Document.state == State.PUBLISHED, Document.group_id == group.id)
        .with_only_columns(Document.folder_id, func.count().label("number"))
        .group_by(Document.folder_id)
        .subquery()
    )
    query = (
        visible(Folder, reader)
        .where(Folder.group_id == group.id)
        .outerjoin(documents, documents.c.folder_id == Folder.id)
        .with_only_columns(Folder.public_id, Folder.name, Folder.audience, documents.c.number)
        .order_by(Folder.position, Folder.id)
    )
    return [
        FolderLine(row.public_id, row.name, row.audience == Audience.MEMBERS, row.number or 0)
        for row in db.session.execute(query)
    ]


def get_folder(reader: Reader, public_id: str) -> tuple[Folder, Group]:
    """A folder and its group. Raises NotFound when `reader` may not know of it."""
    folder = get_visible(Folder, public_id, reader)
    # door: the group of a folder that came through it
    return folder, db.session.scalars(select(Group).where(Group.id == folder.group_id)).one()


def choices(reader: Reader, group: Group | None) -> list[tuple[str, str]]:
    """The folders of `group` to choose from in a form, "" for none; empty when there are none."""
    if group is None or not (found := list_folders(reader, group)):
        return []
    return [("", _("Geen map")), *((line.public_id, _named(line)) for line in found)]


def _named(line: FolderLine) -> str:
    return _("%(name)s (alleen leden)", name=line.name) if line.members_only else line.name


def chosen(reader: Reader, group: Group | None, public_id: str | None) -> Folder | None:
    """The folder of `group` that was chosen in a form, or None: no folder.

    Raises:
        Invalid: it is not there (any more). Without it the document could be for more people than was meant.
    """
    if not public_id:
        return None
    folder = find_visible(Folder, public_id, reader)
    if folder is None or folder.group_id != (group.id if group else None):
        raise Invalid(_("Deze map is er niet meer. Kies een andere map."), "folder")
    return folder


def make(reader: Reader, group: Group, name: str, members_only: bool) -> Folder:
    """Make a folder, after those that are there. Raises Forbidden, and Invalid for the name."""
    require(reader, Action.GROUP_MANAGE, group)
    there = _all(group.id)
    if len(there) >= MOST:
        raise Invalid(_("Een groep kan hoogstens %(number)s mappen hebben.", number=MOST), "name")
    folder = Folder(group_id=group.id, name=_free(name, there), audience=_audience(members_only))
    folder.position = max((each.position for each in there), default=0) + 1
    db.session.add(folder)
    flush()
    return folder


def change(reader: Reader, group: Group, folder: Folder, name: str, members_only: bool) -> None:
    """Give a folder of `group` another name, or other readers. Narrowing it narrows all that lies in it; widening it
    widens nothing but the folder itself. Raises Forbidden, and Invalid for the name."""
    require(reader, Action.GROUP_MANAGE, group)
    hold(folder, group.id)
    folder.name = _free(name, [each for each in _all(group.id) if each.id != folder.id])
    folder.audience = _audience(members_only)
    flush()
    if members_only:
        # door: whatever lies in it becomes narrower, also what the manager may not read
        inside = select(Document).where(
            Document.folder_id == folder.id, Document.audience != Audience.MEMBERS
        )
        for document in db.session.scalars(inside).all():
            _narrow(document)


def shift(reader: Reader, group: Group, folder: Folder, up: bool) -> None:
    """Let a folder change places with the one before or after it. Raises Forbidden."""
    require(reader, Action.GROUP_MANAGE, group)
    order = _all(group.id)
    place = order.index(folder)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for number, each in enumerate(order, start=1):
        each.position = number
    flush()


def remove(reader: Reader, group: Group, folder: Folder) -> None:
    """Take away a folder in which nothing lies.

    Raises:
        Forbidden: `reader` does not manage the group.
        Invalid: something lies in it.
    """
    require(reader, Action.GROUP_MANAGE, group)
    hold(folder, group.id)
    # door: a yes or no for its manager; what was deleted lies there no more
    inside = select(Document.id).where(Document.folder_id == folder.id, Document.state != State.DELETED)
    if db.session.scalar(inside.limit(1)) is not None:
        raise Invalid(_("In deze map liggen nog documenten. Leg die eerst ergens anders."), "name")
    # door: what was deleted comes back in no folder, for as few people as before
    db.session.execute(update(Document).where(Document.folder_id == folder.id).values(folder_id=None))
    db.session.delete(folder)
    flush()


def put(reader: Reader, document: Document, folder: Folder | None) -> None:
    """Lay a document, which came through the door, in a folder of its group, or in none.

    Raises:
        Forbidden: `reader` may not move it.
        Invalid: the folder is one of another group.
    """
    require(reader, Action.ITEM_MOVE, document)
    if folder is not None:
        hold(folder, document.group_id)
    lay(document, folder)


def hold(folder: Folder, group_id: int | None) -> None:
    """Wait for who changes this folder. Raises Invalid when it is not one of that group (any more)."""
    flush()
    # door: a lock on a folder that came through it
    held = select(Folder).where(Folder.id == folder.id).with_for_update()
    found = db.session.scalar(held.execution_options(populate_existing=True))
    if found is None or found.group_id != group_id:
        raise Invalid(_("Deze map is er niet meer. Kies een andere map."), "folder")


def lay(document: Document, folder: Folder | None) -> None:
    """Note where a document lies (the caller checked that and holds the folder); never for more people than before."""
    document.folder_id = folder.id if folder else None
    if folder is not None and folder.audience == Audience.MEMBERS and document.audience != Audience.MEMBERS:
        _narrow(document)
    flush()


def on_item_moved(event: ItemMoved) -> None:
    """What goes to another group lies in no folder there."""
    # door: an item that somebody moved, who might
    moved = db.session.get(Item, event.item_id)
    if isinstance(moved, Document) and event.from_group_id != event.to_group_id:
        moved.folder_id = None
        flush()


def _narrow(document: Document) -> None:
    document.audience = Audience.MEMBERS
    flush()
    announce(ItemChanged(document.id, access=True))


def _audience(members_only: bool) -> Audience:
    return Audience.MEMBERS if members_only else Audience.GROUP


def _free(name: str, others: Sequence[Folder]) -> str:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(_("Vul een naam in van hoogstens %(number)s tekens.", number=LONGEST_NAME), "name")
    if name.casefold() in {each.name.casefold() for each in others}:
        raise Invalid(_("Er is al een map met deze naam. Kies een andere naam."), "name")
    return name


def _all(group_id: int) -> list[Folder]:
    # door: for who manages the group, and so is a member of it
    query = select(Folder).where(Folder.group_id == group_id).order_by(Folder.position, Folder.id)
    return list(db.session.scalars(query))
