"""Commands of the demo community."""

import click
from flask import current_app
from flask.cli import AppGroup

from forum.demo import load as loader

demo = AppGroup("demo", help="A made-up community for a first look.")


@demo.command("load")
def load() -> None:
    """Make the demo community when nobody has an account yet (KENNISPLEIN_DEMO=0: never)."""
    config = current_app.config["KENNISPLEIN"]
    if not config.demo or config.production or not loader.is_empty():
        return
    made = loader.load()
    click.echo(
        f"Demo community made: {made['people']} people, {made['groups']} groups, {made['items']} items. "
        f"Sign in as samira@{loader.DOMAIN} (member), irene@{loader.DOMAIN} (manager), "
        f"petra@{loader.DOMAIN} (moderator) or bas@{loader.DOMAIN} (administrator)."
    )
