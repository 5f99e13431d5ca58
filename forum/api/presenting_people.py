"""The same for groups, people, themes, and what is one's own. Never an e-mail address (T32)."""

from typing import Any

from forum.access import Reader
from forum.accounts import queries as accounts
from forum.accounts.models import ApiToken
from forum.api.presenting import Json, author
from forum.core.group import Group
from forum.core.user import User
from forum.groups.queries import Standing
from forum.groups.queries_members import Member
from forum.lib import links
from forum.notifications.queries import Line
from forum.threads.theme_lists import ThemeLine


def group(row: Group) -> Json:
    """A group. Its handle is for commands and is told to nobody."""
    return {
        "id": row.public_id,
        "address": row.address,
        "name": row.name,
        "description": row.description,
        "preset": row.preset,
        "url": links.absolute("groups.page", address=row.address),
    }


def whole_group(row: Group, standing: Standing, members: int) -> Json:
    """A group, and what the reader is to it."""
    role = "manager" if standing.manager else "member" if standing.member else None
    return {**group(row), "member_count": members or None, "my_role": role, "asked": standing.pending}


def person(row: Any) -> Json:
    """Somebody with an account: a row with name, public id, function and organisation."""
    return {
        "id": row.public_id,
        "name": row.name,
        "function": row.function,
        "organisation": row.organisation,
        "url": links.absolute("accounts.person", public_id=row.public_id),
    }


def whole_person(reader: Reader, row: User) -> Json:
    """Somebody, and the groups in which `reader` may know that they are (T28)."""
    return {**person(row), "groups": [each.address for each in accounts.list_groups_of(reader, row)]}


def member(row: Member) -> Json:
    """Somebody in a group."""
    return {**person(row), "role": "manager" if row.manager else "member"}


def me(token: ApiToken, unread: int) -> Json:
    """The person behind a token."""
    own = {"scope": token.scope, "expires_at": token.expires_at, "unread_notifications": unread}
    return {**person(token.user), **own}


def theme(row: ThemeLine) -> Json:
    """A theme."""
    return {"slug": row.slug, "name": row.name, "item_count": row.items}


def notification(reader: Reader, row: Line) -> Json:
    """What somebody was told."""
    who = author(reader, row.public_id, row.name)
    return {
        "reason": row.reason,
        "who": {**who, "id": who["id"] or None},
        "others": row.others,
        "title": row.title,
        "kind": row.kind,
        "item": row.item_public_id,
        "reply": row.first_reply,
        "group": row.group_address,
        "at": row.at,
        "unread": row.unread,
    }
