"""The command that imports a folder. Scripts of others rely on its name and its output."""

import json
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup
from sqlalchemy import select

from forum.access import reader_for
from forum.core.group import called
from forum.core.user import User
from forum.lib import addresses
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.later import later
from forum.library import previews, tree
from forum.library.bulk import Import, Outcome, Result
from forum.library.extraction.child import WorkerFailed
from forum.library.report import Report
from forum.work.worker import FILES, INDEX, finish

if TYPE_CHECKING:
    from rich import console, progress
else:
    console, progress = later("rich.console"), later("rich.progress")

# Without a terminal: a line of progress after so many files.
EVERY = 50

library = AppGroup("library", help="The library of documents.")


@library.command("import")
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, readable=True, path_type=Path)
)
@click.option("--group", "slug", required=True, metavar="SLUG", help="The group that gets the documents.")
@click.option("--as", "email", required=True, metavar="EMAIL", help="Who adds them; must be a member.")
@click.option(
    "--report",
    "report_to",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write what became of each file, as JSON.",
)
def import_folder(folder: Path, slug: str, email: str, report_to: Path | None) -> None:
    """Add every file below DIR as a document. The first folder becomes its theme.

    Files that the group has already are skipped, so an import that was interrupted goes on where it was.
    Returns when everything is stored, read and findable.
    """
    work = _prepare(slug, email)
    started = time.monotonic()
    results: list[Result] = []
    try:
        with _sigterm_as_interrupt():
            entries = list(tree.walk(folder))
            for result in _shown(work.run(entries), len(entries)):
                results.append(result)
            click.echo("Making everything findable.")
            finish(FILES)
            finish(INDEX)
    except KeyboardInterrupt as error:
        added = sum(result.outcome == Outcome.ADDED for result in results)
        click.echo(f"Stopped. {added} documents were added. Run the same command again to go on.", err=True)
        raise SystemExit(130) from error
    except (Forbidden, NotFound) as error:
        raise click.ClickException(f"{email} may no longer write in the group {slug!r}.") from error
    except (OSError, WorkerFailed) as error:
        raise click.ClickException(f"The import cannot go on: {error}. Run it again to go on.") from error
    _tell(Report(results, time.monotonic() - started), report_to)


@library.command("draw")
def draw_missing() -> None:
    """Have the worker draw every document of which there is no picture or table yet."""
    with transaction():
        promised = previews.promise_missing()
    click.echo(f"The worker draws {promised} documents. The site goes on meanwhile.")


def _prepare(slug: str, email: str) -> Import:
    try:
        address = addresses.normal(email)
    except Invalid as error:
        raise click.ClickException(f"{email!r} is not an e-mail address.") from error
    user = db.session.scalars(select(User).where(User.email == address)).one_or_none()
    if user is None or not user.active:
        raise click.ClickException(f"There is no account {address}. Make it with: kennisplein user add")
    # door: whoever runs commands on the server may know every group; what they do is checked below
    group = db.session.scalars(called(slug)).first()
    if group is None:
        raise click.ClickException(f"There is no group {slug!r}. Make it with: kennisplein group add")
    try:
        return Import(reader_for(user), group)
    except Forbidden as error:
        raise click.ClickException(
            f"{address} may not write in the group {slug!r}: only members may. "
            f"Add them with: kennisplein group add-member {slug} {address}"
        ) from error


@contextmanager
def _sigterm_as_interrupt() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _shown(results: Iterator[Result], total: int) -> Iterator[Result]:
    """Pass the results on, with a progress bar, or with lines where no terminal is."""
    terminal = console.Console()
    if not terminal.is_terminal:
        for number, result in enumerate(results, start=1):
            yield result
            if number % EVERY == 0 or number == total:
                click.echo(f"{number} of {total} files")
        return
    columns = (
        progress.TextColumn("Importing"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=terminal) as bar:
        task = bar.add_task("", total=total)
        for result in results:
            yield result
            bar.advance(task)


def _tell(report: Report, to: Path | None) -> None:
    for line in report.lines():
        click.echo(line)
    click.echo("")
    for what, number in report.rows():
        click.echo(f"{what:<40}{number:>8}")
    click.echo(f"{'seconds':<40}{report.seconds:>8.1f}")
    if to is not None:
        to.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if report.useless:
        raise click.ClickException("Nothing in this folder could be imported.")
