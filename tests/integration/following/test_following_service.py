"""Follow a theme, a person or a group, and stop; nothing is stored for who may not."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.core.follow import GroupFollow, PersonFollow, ThemeFollow
from forum.core.theme import Theme
from forum.following.service import follow, is_following, unfollow
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden, NotFound
from forum.threads import themes
from forum.threads.theme_lists import get_theme, list_themes
from tests import world as make
from tests.world import World, reader


def _count() -> int:
    tables = (ThemeFollow, PersonFollow, GroupFollow)
    return sum(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def _theme(world: World) -> Theme:
    with transaction():
        themes.put(make.discussion(world.member), ["Wachtlijsten"])
    return get_theme(reader(world.stranger), "wachtlijsten")[0]


def test_follow_and_unfollow_each_sort(app: Flask, world: World) -> None:
    theme = _theme(world)
    stranger = reader(world.stranger)
    for subject in (theme, world.member, world.open_group):
        with transaction():
            follow(stranger, subject)
            follow(stranger, subject)
        assert is_following(stranger, subject)
        assert not is_following(reader(world.member), subject)
    assert _count() == 3
    for subject in (theme, world.member, world.open_group):
        with transaction():
            unfollow(stranger, subject)
            unfollow(stranger, subject)
        assert not is_following(stranger, subject)
    assert _count() == 0


@pytest.mark.parametrize(
    ("who", "group", "allowed"),
    [
        ("member", "open_group", True),
        ("member", "closed_group", True),
        ("member", "hidden_group", True),
        ("stranger", "open_group", True),
        ("stranger", "closed_group", False),
        ("banned", "open_group", False),
        ("pending", "closed_group", False),
        ("moderator", "closed_group", False),
        ("anonymous", "open_group", False),
    ],
)
def test_a_group_is_followed_by_who_takes_part_in_it(
    app: Flask, world: World, who: str, group: str, allowed: bool
) -> None:
    person, followed = reader(world.people[who]), getattr(world, group)
    if allowed:
        with transaction():
            follow(person, followed)
    else:
        with pytest.raises(Forbidden):
            follow(person, followed)
    assert _count() == allowed


def test_nobody_follows_themselves_and_visitors_follow_nothing(app: Flask, world: World) -> None:
    theme = _theme(world)
    with pytest.raises(Forbidden):
        follow(reader(world.member), world.member)
    for subject in (theme, world.member, world.open_group):
        with pytest.raises(Forbidden):
            follow(reader(None), subject)
    assert _count() == 0
    with transaction():
        follow(reader(world.stranger), world.member)
    assert _count() == 1


def test_t30_themes_are_those_of_what_one_may_read(app: Flask, world: World) -> None:
    with transaction():
        themes.put(make.discussion(world.member), ["privacy"])
        for _twice in range(2):
            themes.put(make.discussion(world.member, world.closed_group), ["Privacy", "Geheim"])
    seen = {
        who: [(line.name, line.items) for line in list_themes(reader(world.people[who])).items]
        for who in ("anonymous", "stranger", "moderator", "member")
    }
    assert seen["anonymous"] == seen["stranger"] == seen["moderator"] == [("privacy", 1)]
    assert seen["member"] == [("Privacy", 3), ("Geheim", 2)], "the spelling that most items have"
    assert get_theme(reader(world.stranger), "privacy")[1] == "privacy"
    with pytest.raises(NotFound):
        get_theme(reader(world.stranger), "geheim")
    assert list_themes(reader(world.member), per_page=1).total == 2
