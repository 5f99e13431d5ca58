"""Commands about groups. Scripts of others rely on their names and their output."""

from dataclasses import replace

import click
from flask.cli import with_appcontext
from flask_babel import force_locale
from sqlalchemy import select

from forum.access import ANONYMOUS, reader_for
from forum.core.group import Group, Preset
from forum.core.user import Role, User
from forum.groups import queries, service, service_members
from forum.lib import addresses
from forum.lib.db import db, transaction
from forum.lib.errors import Invalid


def _person(email: str) -> User:
    try:
        address = addresses.normal(email)
    except Invalid as error:
        raise click.ClickException(f"{email!r} is not an e-mail address.") from error
    person = db.session.scalars(select(User).where(User.email == address)).one_or_none()
    if person is None or not person.active:
        raise click.ClickException(f"There is no account {address}. Make it with: kennisplein user add")
    return person


@click.group("group")
def group() -> None:
    """Groups and their members."""


@group.command("add")
@click.argument("name")
@click.option("--slug", required=True, help="The name for commands, and the address unless it is hidden.")
@click.option("--preset", type=click.Choice([preset.value for preset in Preset]), required=True)
@click.option("--manager", required=True, metavar="EMAIL")
@with_appcontext
def add(name: str, slug: str, preset: str, manager: str) -> None:
    """Make a group that MANAGER manages."""
    with force_locale("en"), transaction():  # as all commands
        # Whoever runs commands on this machine may make a group, whatever the site says about its people.
        reader = replace(reader_for(_person(manager)), role=Role.ADMIN)
        try:
            made = service.create_group(reader, name=name, preset=preset, handle=slug)
        except Invalid as error:
            raise click.ClickException(error.message) from error
        click.echo(f"Group {slug} is made; its address is /groepen/{made.address}")


@group.command("add-member")
@click.argument("slug")
@click.argument("email")
@with_appcontext
def add_member(slug: str, email: str) -> None:
    """Make somebody a member; SLUG is the group's slug or address."""
    with force_locale("en"), transaction():
        found: Group | None = queries.find_by_handle(ANONYMOUS, slug)
        if found is None:
            raise click.ClickException(f"There is no group {slug}.")
        person = _person(email)
        try:
            service_members.add_member(ANONYMOUS, found, person)
        except Invalid as error:
            raise click.ClickException(error.message) from error
        click.echo(f"{person.email} is a member of {slug}.")


COMMANDS: tuple[click.Command, ...] = (group,)
