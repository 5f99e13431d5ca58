"""The migrations build exactly the tables that the models describe, in one line, and lose nothing."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, inspect, select, text

from forum.core import kinds
from forum.lib.db import Base, db, transaction
from tests.access.canaries import plant
from tests.e2e.server import ROOT
from tests.world import World

FIRST = "0001"
CONTENT = ("users", "groups", "memberships", "items", "replies", "revisions", "attachments", "poll_options")


def _revisions() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config)


def _counts() -> dict[str, int]:
    """How many rows each table of content has; the connection is given back."""
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(text(name))) or 0 for name in CONTENT
        }


def test_migrations_build_what_the_models_describe(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        differences = compare_metadata(context, Base.metadata)
    assert differences == [], "run: .venv/bin/kennisplein db migrate"


def test_migrations_stand_in_one_line() -> None:
    assert len(_revisions().get_heads()) == 1


def test_going_down_and_up_again_loses_no_content(app: Flask, world: World) -> None:
    """On SQLite a table is changed by copying it; what points at it must survive that its old self is dropped."""
    with transaction():
        plant(world, tuple(kind.code for kind in kinds.every()))
    db.session.remove()
    before = _counts()
    assert all(before.values()), before

    for revision in _revisions().iterate_revisions("head", FIRST):
        downgrade(revision=revision.down_revision)
    assert _counts() == before
    upgrade()
    assert _counts() == before


def test_going_down_to_nothing_and_up_again(app: Flask) -> None:
    downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade()
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
