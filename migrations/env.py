"""Alembic's environment: the schema only changes through the files in versions/."""

import importlib
import pkgutil

from alembic import context
from flask import current_app

import forum
from forum.lib.content_version import renew

for module in pkgutil.walk_packages(forum.__path__, "forum."):
    # Every table must be known before it can be compared with the database.
    if module.name.startswith("forum.core.") or module.name.endswith(".models"):
        importlib.import_module(module.name)

database = current_app.extensions["migrate"].db


def process_revision_directives(_context, _revision, directives):
    """Write no empty migration."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def render_item(kind, item, _autogen):
    """A migration must not import our code, which goes on changing: write plain types."""
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def enforce_foreign_keys(connection, on: bool) -> None:
    """SQLite changes a table by copying it and dropping the old one. Dropping deletes its rows first, and
    with foreign keys enforced that would delete what points at them (ON DELETE CASCADE) as well."""
    if connection.dialect.name == "sqlite":
        # Not by SQLAlchemy: inside a transaction, which it would begin, this pragma does nothing.
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def dangling(connection) -> list:
    """The rows that point at a row that is not there: (table, row id, other table, number of the key)."""
    return [tuple(row) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]


def run() -> None:
    options = dict(
        target_metadata=database.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        process_revision_directives=process_revision_directives,
    )
    if context.is_offline_mode():
        context.configure(url=str(database.engine.url), literal_binds=True, **options)
        with context.begin_transaction():
            context.run_migrations()
        return
    # The mark of the content (forum/lib/content_version.py) may not have its table yet: it is renewed at the end.
    with database.engine.connect().execution_options(content_version_uncounted=True) as connection:
        enforce_foreign_keys(connection, False)
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
        if connection.dialect.name == "sqlite" and (broken := dangling(connection)):
            raise RuntimeError(f"this migration would leave rows that point at nothing: {broken}")
        if database.inspect(connection).has_table("content_version"):
            renew(connection)
        connection.commit()
        enforce_foreign_keys(connection, True)


run()
