"""What the conditions of the door cost where there is much, and that they may be kept."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import text

from forum.access import ANONYMOUS, visible
from forum.core.attachment import Attachment
from forum.core.group import Group, Membership
from forum.core.item import Item, Reply
from forum.core.theme import Theme
from forum.core.user import User
from forum.lib.db import db
from forum.notifications.models import Notification
from forum.notifications.queries import readable
from tests import world as make
from tests.world import CAST, World

MODELS = (Item, Reply, Group, Membership, User, Attachment, Theme)


def _plan(query: object) -> str:
    """How the embedded database goes about a query; nothing for another one, which only runs it."""
    written = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))  # type: ignore[attr-defined]
    explain = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    rows = db.session.execute(text(f"{explain} {written}".replace(":", r"\:"))).all()
    return "\n".join(str(row[-1]) for row in rows) if db.engine.dialect.name == "sqlite" else ""


@pytest.mark.parametrize("who", ["member", "stranger", None])
def test_the_replies_on_one_item_are_found_without_listing_the_items_of_the_site(
    app: Flask, world: World, who: str | None
) -> None:
    reader = make.reader(world.people[who] if who else None)
    for query in (
        visible(Reply, reader).where(Reply.item_id == 1),
        visible(Attachment, reader).where(Attachment.public_id == "x"),
        db.select(Notification.id).where(readable(reader)),
    ):
        plan = _plan(query)
        assert "SCAN items" not in plan
        assert "SCAN replies" not in plan


@pytest.mark.parametrize("model", MODELS)
def test_a_condition_depends_on_nothing_but_the_reader(app: Flask, world: World, model: type) -> None:
    """It is kept for the next question of the same reader, so the time may not be in it."""
    for reader in (ANONYMOUS, *(make.reader(world.people[name]) for name in CAST)):
        values = visible(model, reader).compile().params.values()
        assert not [value for value in values if isinstance(value, datetime)]
        assert str(visible(model, reader)) == str(visible(model, reader))
