"""Commands about the site as a whole. Scripts of others rely on their names and their output."""

import click
from flask.cli import with_appcontext

from forum.core.setting import Registration
from forum.lib.db import transaction
from forum.lib.errors import Invalid
from forum.site import rules, service


@click.group()
def site() -> None:
    """The site as a whole."""


@site.group("set")
def set_() -> None:
    """Change a setting."""


@set_.command()
@click.argument("mode", type=click.Choice([mode.value for mode in Registration]))
@click.option(
    "--domain", "domains", multiple=True, help="With 'domains': who has such an address may register."
)
@with_appcontext
def registration(mode: str, domains: tuple[str, ...]) -> None:
    """Say who may make an account by signing in."""
    cleaned = sorted({domain.strip().removeprefix("@").lower() for domain in domains} - {""})
    if mode == Registration.DOMAINS and not cleaned:
        raise click.ClickException("Name at least one --domain.")
    if mode != Registration.DOMAINS and cleaned:
        raise click.ClickException("--domain goes with 'domains' only.")
    with transaction():
        service.set_values({"registration": mode, "registration_domains": cleaned}, by=None)
    click.echo(f"Who may register: {mode}{' (' + ', '.join(cleaned) + ')' if cleaned else ''}.")


@set_.command()
@click.argument("name")
@with_appcontext
def name(name: str) -> None:
    """Say what the site is called."""
    try:
        with transaction():
            service.set_values({"name": rules.name(name)}, by=None)
    except Invalid as error:
        raise click.ClickException(error.message) from error
    click.echo(f"The site is called {name}.")


COMMANDS: tuple[click.Command, ...] = (site,)
