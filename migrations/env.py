"""Alembic's environment: the schema only changes through the files in versions/."""

import importlib
import pkgutil

from alembic import context
from flask import current_app

import forum

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
    with database.engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
