"""Commands. Scripts of others rely on their names and their output."""

import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import FlaskGroup
from flask_migrate import upgrade

from forum import config as configuration
from forum.accounts.commands import COMMANDS as ACCOUNTS
from forum.app import create_app
from forum.config import ConfigError
from forum.demo.commands import demo
from forum.digest.commands import digest
from forum.groups.commands import COMMANDS as GROUPS
from forum.lib import logs
from forum.lib.db import db
from forum.library.commands import library
from forum.operations.commands import COMMANDS as OPERATIONS
from forum.search.commands import search
from forum.site.commands import COMMANDS as SITE
from forum.threads.commands import repair
from forum.work.commands import COMMANDS as WORK


def _app() -> Flask:
    try:
        config = configuration.load()
        logs.start(for_programs=config.production)
        app = create_app(config)
    except ConfigError as error:
        click.echo(f"kennisplein: {error}", err=True)
        sys.exit(2)
    _make_database(app)
    return app


def _make_database(app: Flask) -> None:
    """The embedded database is made at its first use, so that any command can be the first one."""
    with app.app_context():
        url = db.engine.url
        if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
            upgrade()


COMMANDS = (*ACCOUNTS, *GROUPS, *OPERATIONS, *SITE, *WORK, demo, digest, repair, library, search)

main = FlaskGroup(create_app=_app, add_version_option=False, help="Manage a Kennisplein.")
for command in COMMANDS:
    main.add_command(command)
