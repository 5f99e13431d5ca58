"""Commands of the digest."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from forum.access import reader_for
from forum.core.user import User
from forum.digest import rules, service
from forum.digest.contents import contents_for
from forum.lib import clock
from forum.lib.db import db
from forum.mail.rendering import render
from forum.work import worker

digest = AppGroup("digest", help="The weekly digest.")


@digest.command("send")
@click.option("--now", is_flag=True, help="Send now what is new since each person's last digest.")
def send(now: bool) -> None:
    """Send the digest to everyone for whom it is due."""
    period = f"{int(clock.now().timestamp())}" if now else rules.period_due(clock.now())
    if period is None:
        click.echo("No digest is due before Tuesday 08:00.")
        return
    people = service.start(period)
    worker.drain_all()
    outcomes = service.outcomes(period)
    click.echo(
        f"{people} subscribers: {outcomes.get(service.SENT, 0)} sent, "
        f"{outcomes.get(service.EMPTY, 0)} had nothing new, {outcomes.get(service.CLAIMED, 0)} still to do."
    )


@digest.command("preview")
@click.argument("email")
@click.option("--again", is_flag=True, help="As if the digest of this week was not sent yet.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the HTML part to this file.")
def preview(email: str, again: bool, html: Path | None) -> None:
    """Print the digest that EMAIL would get now; send nothing."""
    user = db.session.scalars(select(User).where(User.email == email.casefold())).one_or_none()
    if user is None:
        raise click.ClickException(f"nobody has the address {email}")
    found = contents_for(reader_for(user), rules.since(None if again else user.last_digest_at, clock.now()))
    if found.empty:
        click.echo("Nothing new: no mail.")
        return
    rendered = render("digest", service.context_of(user, found), user.locale)
    if html:
        html.write_text(rendered.html)
    click.echo(f"{rendered.subject}\n\n{rendered.text}")
