"""Commands for who runs the site: backup, restore, upgrade, doctor."""

import json
from dataclasses import asdict
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade as migrate

from forum.lib import clock
from forum.lib.db import db
from forum.operations import backup as backups
from forum.operations import health, rerender, tables
from forum.operations import metrics as figures
from forum.operations import restore as restoring
from forum.threads.commands import repair

PATH = click.Path(path_type=Path, dir_okay=False)


def _say(text: str) -> None:
    click.echo(f"  {text} …", err=True)


@click.command("backup")
@click.argument("file", type=PATH)
@with_appcontext
def backup(file: Path) -> None:
    """Write everything that cannot be made anew to FILE, while the site runs."""
    try:
        made = backups.make(file, _say)
    except backups.BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{made.rows} rows and {made.files} files are in {file} ({made.size / 1024**2:.1f} MB).")
    click.echo("It holds everything that people wrote. Keep it as safe as the site itself.")


@click.command("restore")
@click.argument("file", type=PATH)
@click.option("--erasures", type=PATH, multiple=True, help="A later copy of erasures.jsonl, of each machine.")
@with_appcontext
def restore(file: Path, erasures: tuple[Path, ...]) -> None:
    """Put the backup FILE back into an empty place."""
    try:
        done = restoring.restore(file, erased=erasures, progress=_say)
    except backups.BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{done.rows} rows and {done.files} files are back; {done.erased} things were erased again, "
        f"and {done.revoked} rights taken back again."
    )
    if not done.secret_key:
        click.echo(
            "The backup holds no secret key. With another SECRET_KEY than then, administrators set up their app anew, "
            "and links to stop the weekly mail end."
        )
    click.echo("Start the site anew, so that it uses what is here now.")


@click.command("upgrade")
@click.option("--backup", "file", type=PATH, help="Where the backup goes; by default into the data folder.")
@with_appcontext
def upgrade(file: Path | None) -> None:
    """Make a backup, bring database and stored HTML up to date, and check that all is well."""
    with db.engine.connect() as connection:
        is_new = tables.revision_of(connection) is None
    if is_new:
        click.echo("The database is new: there is nothing to back up.")
    elif all(finding.ok for finding in health.findings([health.check_migrations, health.check_texts])):
        click.echo("Everything is up to date already; nothing was changed.")
        return
    else:
        _backup_first(file)
    migrate()
    _say_rendered(rerender.rerender())
    finding = health.findings([health.check_migrations])[0]
    click.echo(finding.sentence)
    if not finding.ok:
        raise click.ClickException("Something went wrong. Put the backup back with kennisplein restore.")


def _say_rendered(number: int) -> None:
    if number:
        click.echo(f"{number} texts were rendered anew.")


@repair.command("html")
@with_appcontext
def repair_html() -> None:
    """Render anew what an older version of the renderer made, while the site runs."""
    number = rerender.rerender(lambda done: click.echo(f"  {done} texts …", err=True))
    click.echo(f"{number} texts were rendered anew.")


def _backup_first(file: Path | None) -> None:
    moment = clock.now().strftime("%Y%m%d-%H%M%S")
    target = file or current_app.config["KENNISPLEIN"].folder("backups") / f"before-upgrade-{moment}.tar"
    try:
        backups.make(target, _say)
    except backups.BackupError as error:
        raise click.ClickException(f"{error} Nothing was changed.") from error
    click.echo(f"Backup: {target}")


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
def doctor(as_json: bool) -> None:
    """Check settings, database, files, index, mail, clock and worker. Exit code 1 when something is not well."""
    found = health.findings(health.ALL)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in found], indent=2))
    else:
        for finding in found:
            click.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.name:<11} {finding.sentence}")
    if not all(finding.ok for finding in found):
        raise click.exceptions.Exit(1)


@click.command("metrics")
@with_appcontext
def metrics() -> None:
    """Show figures to Prometheus at METRICS_ADDRESS (127.0.0.1:9464), which must never be public."""
    config = current_app.config["KENNISPLEIN"]
    host, port = config.metrics_address
    click.echo(f"Figures are at http://{host}:{port}/metrics; stop with Ctrl-C.", err=True)
    figures.serve(current_app._get_current_object())  # type: ignore[attr-defined]


COMMANDS = (backup, restore, upgrade, doctor, metrics)
