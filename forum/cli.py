"""Commands. Scripts of others rely on their names and their output."""

import sys

import click
from flask import Flask
from flask.cli import FlaskGroup

from forum.app import create_app
from forum.config import ConfigError


def _app() -> Flask:
    try:
        return create_app()
    except ConfigError as error:
        click.echo(f"kennisplein: {error}", err=True)
        sys.exit(2)


main = FlaskGroup(create_app=_app, add_version_option=False, help="Manage a Kennisplein.")
