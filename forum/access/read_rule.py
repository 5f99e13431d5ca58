"""The read rule, written twice side by side: as SQL and as labels in the search index.

In words: docs/access.md. A property test holds both against an oracle of its own. Change one and you
change the other, here, in the same commit.
"""

from sqlalchemy import ColumnElement, and_, false, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from forum.access.reader import Reader
from forum.core.attachment import Attachment
from forum.core.draft import SavedDraft
from forum.core.folder import Folder
from forum.core.group import Group, Membership, MembershipState, Preset
from forum.core.item import Audience, Item, Reply, State
from forum.core.theme import Theme, item_themes
from forum.core.user import User
from forum.lib.db import db

PUBLIC = "public"
MEMBERS = "members"  # everyone who is signed in


def _group(group_id: int) -> str:
    return f"group:{group_id}"


def _group_members(group_id: int) -> str:
    return f"group-members:{group_id}"


def _managers(group_id: int) -> str:
    return f"managers:{group_id}"


def _user(user_id: int) -> str:
    return f"user:{user_id}"


def among(
    column: ColumnElement[int] | InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    ids: frozenset[int],
) -> ColumnElement[bool]:
    """Whether `column` is one of `ids`. Of none it is none, and a condition on it falls away: most people manage no group
    and are blocked by none, and a page asks this a dozen times."""
    return column.in_(ids) if ids else false()


# --- items -----------------------------------------------------------------------------------------


def item_condition(reader: Reader) -> ColumnElement[bool]:
    """The items that `reader` may read."""
    open_groups = select(Group.id).where(Group.preset == Preset.OPEN)
    ways = [
        and_(
            Item.state == State.PUBLISHED,
            or_(
                and_(Item.group_id.is_(None), Item.audience == Audience.PUBLIC),
                and_(Item.audience == Audience.GROUP, Item.group_id.in_(open_groups)),
                and_(
                    Item.audience.in_((Audience.GROUP, Audience.MEMBERS)),
                    among(Item.group_id, reader.member_of),
                ),
                and_(
                    Item.group_id.is_(None),
                    Item.audience == Audience.SIGNED_IN,
                    true() if reader.signed_in else false(),
                ),
            ),
        ),
        and_(Item.state == State.HIDDEN, among(Item.group_id, reader.manager_of)),
        and_(
            Item.state == State.DRAFT,
            Item.author_id == reader.user_id if reader.signed_in else false(),
        ),
    ]
    return or_(*ways)


def item_labels(item: Item) -> frozenset[str]:
    """Who may read `item`, as labels. None at all: nobody may, so it is not in the index."""
    if item.state == State.PUBLISHED:
        return _published_labels(item)
    if item.state == State.HIDDEN and item.group_id is not None:
        return frozenset({_managers(item.group_id)})
    if item.state == State.DRAFT:
        return frozenset({_user(item.author_id)})
    return frozenset()


def _published_labels(item: Item) -> frozenset[str]:
    if item.group_id is None:
        known = {Audience.PUBLIC: {PUBLIC}, Audience.SIGNED_IN: {MEMBERS}}
    else:
        known = {
            Audience.GROUP: {_group(item.group_id)},
            Audience.MEMBERS: {_group_members(item.group_id)},
        }
    # An audience that does not belong to its place is read by nobody.
    return frozenset(known.get(Audience(item.audience), set()))


# --- replies ---------------------------------------------------------------------------------------


def reply_condition(reader: Reader) -> ColumnElement[bool]:
    """The replies that `reader` may read: published on a readable item, or hidden and theirs to manage."""
    # EXISTS, not IN: that would list every readable item of the site to show the replies on one.
    its_item = select(Item.id).where(Item.id == Reply.item_id).correlate(Reply)
    managed = and_(among(Item.group_id, reader.manager_of), Item.state.in_((State.PUBLISHED, State.HIDDEN)))
    return and_(
        its_item.where(item_condition(reader)).exists(),
        or_(
            Reply.state == State.PUBLISHED,
            and_(Reply.state == State.HIDDEN, its_item.where(managed).exists()),
        ),
    )


def reply_labels(reply: Reply, item: Item) -> frozenset[str]:
    """Who may read `reply` on `item`, as labels."""
    if reply.state == State.PUBLISHED:
        return item_labels(item)
    readable_for_managers = item.state in (State.PUBLISHED, State.HIDDEN) and item_labels(item)
    if reply.state == State.HIDDEN and item.group_id is not None and readable_for_managers:
        return frozenset({_managers(item.group_id)})
    return frozenset()


# --- groups and people -----------------------------------------------------------------------------


def group_condition(reader: Reader) -> ColumnElement[bool]:
    """The groups whose name and description `reader` may see; not yet what is in them."""
    ways = [Group.preset == Preset.OPEN, among(Group.id, reader.member_of)]
    if reader.signed_in:
        ways.append(Group.preset == Preset.CLOSED)
    return or_(*ways)


def group_labels(group: Group) -> frozenset[str]:
    """Who may see that `group` exists, as labels. They follow the preset, so a change reindexes the group."""
    if group.preset == Preset.OPEN:
        return frozenset({PUBLIC})
    if group.preset == Preset.CLOSED:
        return frozenset({MEMBERS})
    return frozenset({_group_members(group.id)})


def membership_condition(reader: Reader) -> ColumnElement[bool]:
    """The membership rows that `reader` may see: their own; active ones of a group they are in, or of an
    open group when signed in and not blocked there; every one of a group they manage."""
    if not reader.signed_in:
        return false()
    # Who is blocked reads what a visitor reads: the content of an open group, not its members.
    open_groups = select(Group.id).where(
        Group.preset == Preset.OPEN, not_(among(Group.id, reader.blocked_in))
    )
    return or_(
        and_(Membership.user_id == reader.user_id, Membership.state != MembershipState.BLOCKED),
        among(Membership.group_id, reader.manager_of),
        and_(
            Membership.state == MembershipState.ACTIVE,
            or_(among(Membership.group_id, reader.member_of), Membership.group_id.in_(open_groups)),
        ),
    )


def user_condition(reader: Reader) -> ColumnElement[bool]:
    """People with an account are seen by people with an account."""
    return User.deactivated_at.is_(None) if reader.signed_in else false()


def user_labels(user: User) -> frozenset[str]:
    return frozenset({MEMBERS}) if user.active else frozenset()


# --- files and themes ------------------------------------------------------------------------------


def attachment_condition(reader: Reader) -> ColumnElement[bool]:
    """A file follows what it is attached to; while it is attached to nothing, only its uploader has it."""
    its_item = select(Item.id).where(Item.id == Attachment.item_id).correlate(Attachment)
    its_reply = select(Reply.id).where(Reply.id == Attachment.reply_id).correlate(Attachment)
    return or_(
        and_(
            Attachment.reply_id.is_(None),
            its_item.where(item_condition(reader)).exists(),
        ),
        its_reply.where(reply_condition(reader)).exists(),
        and_(
            Attachment.item_id.is_(None),
            Attachment.reply_id.is_(None),
            Attachment.uploader_id == reader.user_id if reader.signed_in else false(),
        ),
    )


def folder_condition(reader: Reader) -> ColumnElement[bool]:
    """A folder is there for who could read a published item with its audience in its group: its name says what it holds."""
    open_groups = select(Group.id).where(Group.preset == Preset.OPEN)
    return or_(
        and_(Folder.audience == Audience.GROUP, Folder.group_id.in_(open_groups)),
        among(Folder.group_id, reader.member_of),
    )


def draft_condition(reader: Reader) -> ColumnElement[bool]:
    """What somebody is still writing is theirs alone; search has no label for it, because it does not know it."""
    return SavedDraft.owner_id == reader.user_id if reader.signed_in else false()


def theme_condition(reader: Reader) -> ColumnElement[bool]:
    """A theme exists for whoever may read something in it."""
    return Theme.id.in_(
        select(item_themes.c.theme_id)
        .join(Item, Item.id == item_themes.c.item_id)
        .where(item_condition(reader))
    )


# --- labels ----------------------------------------------------------------------------------------


def labels_of(subject: Item | Reply | Group | User, item: Item | None = None) -> frozenset[str]:
    """The labels of anything that search knows. A reply needs its `item`.

    Raises:
        TypeError: this is nothing that search knows.
    """
    if isinstance(subject, Item):
        return item_labels(subject)
    if isinstance(subject, Reply):
        if item is None or item.id != subject.item_id:
            raise TypeError("a reply's labels need the item that it is on")
        return reply_labels(subject, item)
    if isinstance(subject, Group):
        return group_labels(subject)
    if isinstance(subject, User):
        return user_labels(subject)
    raise TypeError(f"no labels for {type(subject).__name__}")


def reader_labels(reader: Reader) -> frozenset[str]:
    """What `reader` holds. Whoever shares a label with a thing may read it.

    Labels name groups, not people, so neither joining a group nor opening one reindexes its items.
    """
    open_groups = db.session.scalars(select(Group.id).where(Group.preset == Preset.OPEN))
    labels = {PUBLIC, *map(_group, open_groups), *map(_group, reader.member_of)}
    labels.update(map(_group_members, reader.member_of))
    labels.update(map(_managers, reader.manager_of))
    if reader.user_id is not None:
        labels.update((MEMBERS, _user(reader.user_id)))
    return frozenset(labels)
