"""Commands. Scripts of others rely on their names and their output."""

import sys

import click
from flask import Flask
from flask.cli import FlaskGroup

from forum.accounts.commands import COMMANDS as ACCOUNTS
from forum.app import create_app
from forum.config import ConfigError
from forum.demo.commands import demo
from forum.digest.commands import digest
from forum.groups.commands import COMMANDS as GROUPS
from forum.library.commands import library
from forum.search.commands import search
from forum.threads.commands import repair
from forum.work.commands import worker


def _app() -> Flask:
    try:
        return create_app()
    except ConfigError as error:
        click.echo(f"kennisplein: {error}", err=True)
        sys.exit(2)


COMMANDS = (*ACCOUNTS, *GROUPS, demo, digest, repair, library, search, worker)

main = FlaskGroup(create_app=_app, add_version_option=False, help="Manage a Kennisplein.")
for command in COMMANDS:
    main.add_command(command)
