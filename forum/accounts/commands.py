"""Commands about people. Scripts of others rely on their names and their output."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from forum.accounts import people, tokens
from forum.accounts.models import TOKEN_LIFETIME, Scope
from forum.accounts.second_factor import service as second_factor
from forum.core.user import Role
from forum.lib.db import transaction
from forum.lib.errors import Invalid, NotFound


def _in_words(command: Callable[..., None]) -> Callable[..., None]:
    """One transaction; a refusal is a line of text, in English as all commands, and exit code 1."""

    @wraps(command)
    def run(**arguments: Any) -> None:
        try:
            with force_locale("en"), transaction():
                command(**arguments)
        except Invalid as error:
            raise click.ClickException(error.message) from error
        except NotFound as error:
            raise click.ClickException("There is no account with this address.") from error

    return with_appcontext(run)


@click.group()
def user() -> None:
    """People with an account."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The name that others see.")
@click.option("--role", type=click.Choice([Role.MODERATOR.value, Role.ADMIN.value]), default=None)
@_in_words
def add(email: str, name: str, role: str | None) -> None:
    """Make an account."""
    made = people.add(email, name, role=Role(role) if role else Role.MEMBER)
    click.echo(f"{made.email} now has an account ({made.role}).")


@user.command("sign-in-link")
@click.argument("email")
@_in_words
def sign_in_link(email: str) -> None:
    """Print a link that signs this person in, once, within 15 minutes. This is logged."""
    click.echo(tokens.sign_in_link(people.get(email)))


@user.command()
@click.argument("email")
@_in_words
def deactivate(email: str) -> None:
    """Close an account: sessions and tokens end at once; what the person wrote stays."""
    closed = people.get(email)
    people.deactivate(closed)
    click.echo(f"The account of {closed.email} is closed.")


@user.command("reset-second-factor")
@click.argument("email")
@_in_words
def reset_second_factor(email: str) -> None:
    """Take the passkeys and the app of this person away, when they lost them. This is logged, and mailed to them."""
    person = people.get(email)
    second_factor.reset(person, by=None)
    click.echo(f"{person.email} sets up a new second factor at the next visit.")


@click.command()
@click.argument("email")
@click.option(
    "--name", default="kennisplein token", help="By which the person recognises it in their settings."
)
@click.option("--write", is_flag=True, help="The program may write too, not only read.")
@click.option("--days", type=click.IntRange(1, 3650), default=TOKEN_LIFETIME.days, show_default=True)
@_in_words
def token(email: str, name: str, write: bool, days: int) -> None:
    """Print a token with which a program acts for this person in the API. It is shown once."""
    scope = Scope.WRITE if write else Scope.READ
    lifetime = timedelta(days=days)
    made = tokens.issue(people.get(email), name=name[:80], scope=scope, lifetime=lifetime)
    click.echo("Send it as 'Authorization: Bearer TOKEN'. It is not shown again.", err=True)
    click.echo(made)


COMMANDS: tuple[click.Command, ...] = (user, token)
