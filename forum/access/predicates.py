"""The building blocks of the write policy: facts about a reader and a subject that they can see."""

from forum.access.reader import Reader
from forum.core import setting
from forum.core.group import Group, Preset
from forum.core.item import Item, Reply, State
from forum.core.setting import GroupMakers
from forum.core.theme import Theme
from forum.core.user import User
from forum.lib.db import db

Subject = Item | Reply | Group | Theme | User | None


def _item(subject: Subject) -> Item | None:
    if isinstance(subject, Reply):
        return db.session.get_one(Item, subject.item_id)  # door: the subject came through it already
    return subject if isinstance(subject, Item) else None


def _group_id(subject: Subject) -> int | None:
    if isinstance(subject, Group):
        return subject.id
    item = _item(subject)
    return item.group_id if item else None


def _group(subject: Subject) -> Group | None:
    if isinstance(subject, Group):
        return subject
    group_id = _group_id(subject)
    if group_id is None:
        return None
    return db.session.get_one(Group, group_id)  # door: the group of a subject that came through it


def signed_in(reader: Reader, _subject: Subject) -> bool:
    return reader.signed_in


def outside_groups(_reader: Reader, subject: Subject) -> bool:
    return _group_id(subject) is None


def is_member(reader: Reader, subject: Subject) -> bool:
    return _group_id(subject) in reader.member_of


def is_manager(reader: Reader, subject: Subject) -> bool:
    return _group_id(subject) in reader.manager_of


def is_stranger(reader: Reader, subject: Subject) -> bool:
    """In no relation to the group yet: neither a member nor blocked."""
    return not is_member(reader, subject) and not_blocked(reader, subject)


def not_blocked(reader: Reader, subject: Subject) -> bool:
    return _group_id(subject) not in reader.blocked_in


def in_open_group(_reader: Reader, subject: Subject) -> bool:
    group = _group(subject)
    return group is not None and group.preset == Preset.OPEN


def in_closed_group(_reader: Reader, subject: Subject) -> bool:
    group = _group(subject)
    return group is not None and group.preset == Preset.CLOSED


def not_in_hidden_group(_reader: Reader, subject: Subject) -> bool:
    group = _group(subject)
    return group is None or group.preset != Preset.HIDDEN


def is_author(reader: Reader, subject: Subject) -> bool:
    return isinstance(subject, Item | Reply) and reader.signed_in and subject.author_id == reader.user_id


def is_owner(reader: Reader, subject: Subject) -> bool:
    """Somebody made them the one who looks after it; kinds without owners have none."""
    return reader.signed_in and getattr(subject, "owner_id", None) == reader.user_id


def is_somebody_else(reader: Reader, subject: Subject) -> bool:
    return isinstance(subject, User) and subject.id != reader.user_id


def is_published(_reader: Reader, subject: Subject) -> bool:
    item = _item(subject)
    if isinstance(subject, Reply) and subject.state != State.PUBLISHED:
        return False
    return item is not None and item.state == State.PUBLISHED


def is_site_moderator(reader: Reader, _subject: Subject) -> bool:
    return reader.signed_in and reader.moderator


def is_administrator(reader: Reader, _subject: Subject) -> bool:
    return reader.signed_in and reader.administrator


def manages_a_group(reader: Reader, _subject: Subject) -> bool:
    return bool(reader.manager_of)


def everybody_makes_groups(_reader: Reader, _subject: Subject) -> bool:
    return setting.get("group_makers") == GroupMakers.EVERYBODY


def managers_make_groups(_reader: Reader, _subject: Subject) -> bool:
    return setting.get("group_makers") == GroupMakers.MANAGERS
