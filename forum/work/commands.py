"""The command that runs the worker."""

import click
from flask import current_app
from flask.cli import with_appcontext

from forum.work.worker import run


@click.command()
@with_appcontext
def worker() -> None:
    """Do background work until told to stop (SIGTERM or Ctrl-C)."""
    run(current_app._get_current_object())  # type: ignore[attr-defined]
