"""The shapes of groups, people and themes, and of what is one's own."""

from typing import Any

from marshmallow import fields

from forum.api.schemas import ID, Answer, Author, Listing

_NULLABLE: dict[str, Any] = {"required": True, "allow_none": True}


class Group(Answer):
    """A group that you may know of. That does not mean that you may read what is in it."""

    id = fields.String(required=True, metadata=ID)
    address = fields.String(required=True, metadata={"description": "Its name in web addresses."})
    name = fields.String(required=True)
    description = fields.String(required=True)
    preset = fields.String(required=True, metadata={"enum": ["open", "closed", "hidden"]})
    url = fields.URL(required=True, metadata={"description": "The page for people."})


class GroupList(Listing):
    """Groups, by name."""

    items = fields.List(fields.Nested(Group), required=True)


class WholeGroup(Group):
    """A group, and what you are to it."""

    member_count = fields.Integer(
        **_NULLABLE, metadata={"description": "Null for who may not see its members."}
    )
    my_role = fields.String(**_NULLABLE, metadata={"enum": ["member", "manager", None]})
    asked = fields.Boolean(required=True, metadata={"description": "Whether you asked to be let in."})


class PersonLine(Answer):
    """Somebody with an account."""

    id = fields.String(required=True, metadata=ID)
    name = fields.String(required=True)
    function = fields.String(required=True)
    organisation = fields.String(required=True)
    url = fields.URL(required=True, metadata={"description": "The page for people."})


class PersonList(Listing):
    """People, by name."""

    items = fields.List(fields.Nested(PersonLine), required=True)


class Person(PersonLine):
    """Somebody, and the groups in which you may know that they are."""

    groups = fields.List(fields.String(), required=True, metadata={"description": "Addresses of groups."})


class Member(PersonLine):
    """Somebody in a group."""

    role = fields.String(required=True, metadata={"enum": ["member", "manager"]})


class MemberList(Listing):
    """The members of a group, managers first."""

    items = fields.List(fields.Nested(Member), required=True)


class Theme(Answer):
    """A subject of what you may read."""

    slug = fields.String(required=True)
    name = fields.String(required=True, metadata={"description": "As it is mostly spelled there."})
    item_count = fields.Integer(required=True, metadata={"description": "Of what you may read."})


class ThemeList(Listing):
    """Themes, those with most in them first."""

    items = fields.List(fields.Nested(Theme), required=True)


class Me(PersonLine):
    """The person behind the token, and what the token may do."""

    scope = fields.String(required=True, metadata={"enum": ["read", "write"]})
    expires_at = fields.AwareDateTime(required=True)
    unread_notifications = fields.Integer(required=True)


class Notification(Answer):
    """Something that you were told: all that is new on one subject."""

    reason = fields.String(
        required=True, metadata={"description": "reply, asked, let_in; others may be added."}
    )
    who = fields.Nested(Author, required=True, metadata={"description": "The last one; id null when gone."})
    others = fields.Integer(required=True, metadata={"description": "How many people more."})
    title = fields.String(required=True)
    kind = fields.String(**_NULLABLE)
    item = fields.String(**_NULLABLE, metadata={"description": "The id of the item."})
    reply = fields.String(**_NULLABLE, metadata={"description": "The id of the first reply to read."})
    group = fields.String(**_NULLABLE, metadata={"description": "The address of the group."})
    at = fields.AwareDateTime(required=True)
    unread = fields.Boolean(required=True)


class NotificationList(Listing):
    """Notifications, the newest first."""

    items = fields.List(fields.Nested(Notification), required=True)


class Followed(Answer):
    """Something that you follow."""

    what = fields.String(required=True, metadata={"enum": ["item", "theme", "person", "group"]})
    id = fields.String(
        required=True,
        metadata={"description": "Id of an item or person, slug of a theme, address of a group."},
    )
    name = fields.String(required=True)
    since = fields.AwareDateTime(required=True)


class FollowedList(Listing):
    """What you follow and may still know of, the latest first."""

    items = fields.List(fields.Nested(Followed), required=True)
