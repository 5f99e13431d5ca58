"""What can happen that another room may care about. Ids only: who listens reads again."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class ItemPublished:
    """An item became readable for its audience for the first time."""

    item_id: int


@dataclass(frozen=True)
class ItemChanged:
    """Text, files, themes or access of an item changed. `access` is True when who may read it changed."""

    item_id: int
    access: bool = False


@dataclass(frozen=True)
class FileReplaced:
    """A newer file took the place of the one that an item had. `ItemChanged` is announced besides."""

    item_id: int
    actor_id: int


@dataclass(frozen=True)
class ItemMoved:
    """An item went from one place to another (None: outside groups). `ItemChanged` is announced besides."""

    item_id: int
    from_group_id: int | None
    to_group_id: int | None
    actor_id: int | None


class Sharing(StrEnum):
    """What happened to a link with which people read one item without an account."""

    MADE = "share-made"
    OPENED = "share-opened"  # for the first time
    REVOKED = "share-revoked"


@dataclass(frozen=True)
class ItemShared:
    """Of a link to an item in a group; `actor_id` is None for who opened it."""

    item_id: int
    group_id: int
    actor_id: int | None
    what: Sharing


@dataclass(frozen=True)
class ReplyPosted:
    reply_id: int
    item_id: int


@dataclass(frozen=True)
class ReplyChanged:
    reply_id: int
    item_id: int
    access: bool = False


@dataclass(frozen=True)
class PlannedNotPosted:
    """What somebody planned could not be posted when it was time; the draft is theirs still."""

    draft_id: int


@dataclass(frozen=True)
class GroupChanged:
    """Name, description or preset of a group changed. `access` is True when its preset did."""

    group_id: int
    access: bool = False


@dataclass(frozen=True)
class MembershipChanged:
    """Somebody joined, left, was removed or blocked, or got another role."""

    group_id: int
    user_id: int


@dataclass(frozen=True)
class UserChanged:
    """What a person says of themselves changed. `access` is True when their account was closed."""

    user_id: int
    access: bool = False


@dataclass(frozen=True)
class RoleChanged:
    """Somebody got another role on the site."""

    user_id: int


class Way(StrEnum):
    """What lets somebody in, or lets something out, until it is taken back."""

    LINK = "link"  # a short link into a group
    INVITATION = "invitation"
    PASSKEY = "passkey"
    APP = "app"  # that shows codes; known by the public id of its person
    WEBHOOK = "webhook"
    SHARE = "share"  # a link to read one document


@dataclass(frozen=True)
class WayTakenBack:
    """It works no more, and never will again; with the same public id no other is made but an app."""

    way: Way
    public_id: str
