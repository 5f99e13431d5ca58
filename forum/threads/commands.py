"""Commands of this room."""

import click
from flask.cli import with_appcontext

from forum.lib.db import transaction
from forum.threads import counts


@click.group("repair")
def repair() -> None:
    """Make anew what is kept beside the facts."""


@repair.command("counts")
@with_appcontext
def repair_counts() -> None:
    """Count replies and useful marks anew, and when something last happened."""
    with transaction():
        wrong = counts.repair()
    click.echo(f"{wrong} wrong, now right.")
