"""What can happen to a site, at random: for tests that compare what is remembered with what is made anew."""

import random
from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy import delete, select, text, update

from forum.core import setting
from forum.core.group import Group, Preset
from forum.core.item import Audience, Item, Reply, State
from forum.core.theme import Theme, item_themes
from forum.core.user import User
from forum.lib.db import db, transaction
from forum.statements.models import Choice, Statement, StatementVote
from tests import world as make
from tests.world import World

Act = Callable[[random.Random], object]


def acts_on(app: Flask, ids: list[int], world: World) -> Iterator[Act]:
    """What can happen to a site, and what happens without anybody seeing it."""
    people = [user.id for user in world.people.values() if user]
    groups = [group.id for group in world.groups]

    def item(chance: random.Random) -> Item:
        found = db.session.get(Item, chance.choice(ids))
        assert found is not None
        return found

    def writing(act: Act) -> Act:
        def acted(chance: random.Random) -> None:
            with transaction():
                act(chance)

        return acted

    def theme(chance: random.Random) -> None:
        row = db.session.scalar(select(Theme).where(Theme.slug == "wachtlijst")) or Theme(slug="wachtlijst")
        db.session.add(row)
        db.session.flush()
        subject = item(chance).id
        db.session.execute(delete(item_themes).where(item_themes.c.item_id == subject))
        db.session.execute(
            item_themes.insert().values(
                item_id=subject, theme_id=row.id, name=chance.choice("WV") + "achtlijst"
            )
        )

    def vote(chance: random.Random) -> None:
        statement = db.session.scalar(select(Statement))
        assert statement is not None
        user = db.session.get(User, chance.choice(people))
        assert user is not None
        db.session.merge(
            StatementVote(statement_id=statement.id, user_id=user.id, choice=chance.choice(list(Choice)))
        )

    yield writing(lambda chance: setattr(item(chance), "title", f"Anders {chance.random()}"))
    yield writing(
        lambda chance: setattr(item(chance), "state", chance.choice((State.PUBLISHED, State.HIDDEN)))
    )
    yield writing(lambda chance: setattr(item(chance), "audience", chance.choice(list(Audience))))
    yield writing(lambda chance: make.reply(item(chance), world.member, f"Nog iets {chance.random()}"))
    yield writing(
        lambda chance: db.session.execute(
            update(Reply).values(state=chance.choice((State.PUBLISHED, State.HIDDEN)))
        )
    )
    yield writing(
        lambda chance: db.session.execute(
            update(Group)
            .where(Group.id == chance.choice(groups))
            .values(preset=chance.choice(list(Preset)), name=f"Groep {chance.random()}")
        )
    )
    yield writing(
        lambda chance: db.session.execute(
            text("UPDATE users SET name = :name WHERE id = :id"),
            {"name": f"Mens {chance.random()}", "id": chance.choice(people)},
        )
    )
    yield writing(lambda chance: setting.put("name", f"Plein {chance.random()}"))
    yield writing(lambda chance: setting.put("language", chance.choice(("nl", "en"))))
    yield writing(lambda chance: setting.put("welcome_html", f"<p>{chance.random()}</p>"))
    yield writing(vote)
    yield writing(theme)
    yield lambda chance: None
    yield lambda chance: make.signed_in_client(app, world.member)
