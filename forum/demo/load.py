"""Make the demo community with the services that people use, then set its times back.

Nothing is sent: the tasks that would mail somebody are taken away again.
"""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, update

from forum.access import Reader, reader_for
from forum.accounts import expertise, people
from forum.core.group import Group
from forum.core.item import Item, Reply
from forum.core.user import Role, User
from forum.discussions.service import start_discussion
from forum.groups.service import create_group
from forum.groups.service_members import add_member
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.library import uploads
from forum.library.service import add_document
from forum.polls import service as polls
from forum.polls.models import Poll
from forum.statements import service as statements
from forum.statements.models import Choice, Statement
from forum.threads import counts, replies
from forum.work import worker
from forum.work.models import Task
from forum.work.worker import MAIL

HERE = Path(__file__).parent
DOMAIN = "voorbeeld.nl"
MEMBERS_SINCE = timedelta(days=60)


def is_empty() -> bool:
    """Whether nobody has an account yet: only then a demo community may be made."""
    return not db.session.scalar(select(func.count(User.id)))


def load() -> dict[str, int]:
    """Fill an empty database; returns how much of what was made. All at once, or nothing."""
    plan = tomllib.loads((HERE / "content.toml").read_text())
    now = clock.now()
    with transaction():
        users = {line["key"]: _person(line, now) for line in plan["people"]}
        groups = {line["key"]: _group(line, users, now) for line in plan["groups"]}
        for line in plan["items"]:
            _item(line, users, groups, now)
        db.session.execute(delete(Task).where(Task.lane == MAIL))
        for group in groups.values():
            newest = (
                select(func.max(Item.last_activity_at)).where(Item.group_id == group.id).scalar_subquery()
            )
            db.session.execute(update(Group).where(Group.id == group.id).values(last_activity_at=newest))
    worker.drain_all()
    return {name: len(plan[name]) for name in ("people", "groups", "items")}


def _person(line: dict[str, Any], now: datetime) -> User:
    user = people.add(f"{line['key']}@{DOMAIN}", line["name"], role=Role(line.get("role", "member")))
    user.function, user.organisation = line["function"], line["organisation"]
    user.about = line.get("about", "")
    expertise.put(user, line.get("themes", []))
    user.created_at = user.signed_in_at = now - MEMBERS_SINCE
    return user


def _group(line: dict[str, Any], users: dict[str, User], now: datetime) -> Group:
    manager = users[line["manager"]]
    group = create_group(
        reader_for(manager),
        name=line["name"],
        description=line["description"],
        preset=line["preset"],
        handle=line["key"],
    )
    group.created_at = now - MEMBERS_SINCE
    for key in line["members"]:
        add_member(reader_for(manager), group, users[key])
    return group


def _item(line: dict[str, Any], users: dict[str, User], groups: dict[str, Group], now: datetime) -> None:
    group = groups[line["group"]] if "group" in line else None
    author = users[line["author"]]
    item = _MAKERS[line["kind"]](reader_for(author), line, group)
    _set_back(item, now - timedelta(hours=line["hours"]))
    _votes(item, line, users)
    for said in line.get("replies", []):
        _reply(item, said, users, now)


def _discussion(reader: Reader, line: dict[str, Any], group: Group | None) -> Item:
    return start_discussion(
        reader,
        title=line["title"],
        body=line["body"],
        group=group,
        audience=line.get("audience"),
        theme_names=line.get("themes", ()),
    )


def _statement(reader: Reader, line: dict[str, Any], group: Group | None) -> Item:
    return statements.post_statement(
        reader,
        title=line["title"],
        body=line["body"],
        group=group,
        audience=None,
        theme_names=line.get("themes", ()),
    )


def _poll(reader: Reader, line: dict[str, Any], group: Group | None) -> Item:
    return polls.post_poll(
        reader,
        title=line["title"],
        body=line.get("body", ""),
        options="\n".join(line["options"]),
        group=group,
        audience=None,
        theme_names=line.get("themes", ()),
    )


def _document(reader: Reader, line: dict[str, Any], group: Group | None) -> Item:
    with (HERE / "files" / line["file"]).open("rb") as stream:
        upload = uploads.keep(stream, line["file"])
    return add_document(
        reader,
        upload,
        title=line["title"],
        summary=line["summary"],
        group=group,
        theme_names=line.get("themes", ()),
    )


_MAKERS = {"discussion": _discussion, "statement": _statement, "poll": _poll, "document": _document}


def _votes(item: Item, line: dict[str, Any], users: dict[str, User]) -> None:
    if isinstance(item, Statement):
        for choice in Choice:
            for key in line.get(choice.value, []):
                statements.vote(reader_for(users[key]), item, choice.value)
    if isinstance(item, Poll):
        for option, keys in zip(item.options, line["votes"], strict=True):
            for key in keys:
                polls.vote(reader_for(users[key]), item, str(option.id))


def _reply(item: Item, line: dict[str, Any], users: dict[str, User], now: datetime) -> None:
    reply = replies.post_reply(reader_for(users[line["author"]]), item, line["body"])
    at = now - timedelta(hours=line["hours"])
    db.session.execute(update(Reply).where(Reply.id == reply.id).values(created_at=at))
    for key in line.get("useful", []):
        replies.toggle_useful(reader_for(users[key]), reply)
    counts.recount(item.id)


def _set_back(item: Item, at: datetime) -> None:
    item.created_at = item.published_at = item.last_activity_at = at
    db.session.flush()
