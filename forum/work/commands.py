"""The commands that run the worker, and that look after what it could not do."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from forum.lib.db import transaction
from forum.work import failed
from forum.work.worker import run


@click.command()
@with_appcontext
def worker() -> None:
    """Do background work until told to stop (SIGTERM or Ctrl-C)."""
    run(current_app._get_current_object())  # type: ignore[attr-defined]


@click.group()
def tasks() -> None:
    """Look at background work that failed for good, and try it again."""


@tasks.command("list")
@with_appcontext
def list_tasks() -> None:
    """Print the tasks that failed for good. The text of an error is in the log of the worker."""
    found = failed.list_failed()
    for task in found:
        moment = task.failed_at.strftime("%Y-%m-%d %H:%M")
        ids = json.dumps(task.arguments, sort_keys=True)
        click.echo(f"{task.id:>6}  {moment}  {task.name}  {ids}  {task.error} ({task.attempts} times)")
    if not found:
        click.echo("No task failed for good.")


@tasks.command("retry")
@click.argument("ids", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every task that failed for good.")
@with_appcontext
def retry_tasks(ids: tuple[int, ...], everything: bool) -> None:
    """Let the worker try tasks again: those with IDS, or all of them with --all."""
    if bool(ids) == everything:
        raise click.UsageError("Name the tasks (see: kennisplein tasks list), or say --all.")
    with transaction():
        count = failed.retry(None if everything else ids)
    click.echo(f"{count} tasks will be tried again.")
    if not everything and count < len(set(ids)):
        raise click.ClickException("Some of these are no tasks that failed.")


COMMANDS = (worker, tasks)
