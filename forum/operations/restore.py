"""Put a backup back into an empty place: checked first, all rows in one transaction, nothing erased comes back."""

import json
import os
import tarfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from alembic.util import CommandError
from flask import current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from forum.config import SECRET_FILE, Config
from forum.core.events import UserChanged
from forum.core.user import User
from forum.groups import succession
from forum.lib.content_version import UNCOUNTED
from forum.lib.db import db, transaction
from forum.lib.events import publish
from forum.lib.room import cannot_keep
from forum.operations import erasures, ledger, revocations, tables
from forum.operations.backup import FORMAT, MANIFEST, MODE, BackupError, Progress, sha256_of
from forum.search import indexer
from forum.storage.current import the_storage
from forum.threads import counts

LARGEST_MANIFEST = 1 << 20


@dataclass(frozen=True)
class Restored:
    """What was put back; how many things were erased, and rights taken back, again. `secret_key` tells whether the key came along."""

    rows: int
    files: int
    erased: int
    revoked: int
    secret_key: bool


def restore(
    source: Path, *, erased: Sequence[Path] = (), progress: Progress = lambda _text: None
) -> Restored:
    """Put the backup `source` into the empty database and storage of this app, then bring it up to date.

    What the ledgers say was erased or taken back is so again: the one in the backup, the one that lies in the
    data folder, and `erased`, copies that were kept elsewhere. Killed half-way, it can be run again.

    Raises:
        BackupError: it is no whole backup of ours, it is of a newer version, or there are rows here already.
    """
    try:
        with tarfile.open(source, "r:") as archive:
            return _restore(archive, erased, progress)
    except (OSError, DBAPIError, tarfile.TarError) as error:
        if cannot_keep(error):
            raise BackupError(
                "There is no room here, or it cannot be written. Make room and restore again into an empty place."
            ) from error
        if isinstance(error, DBAPIError):
            raise
        raise BackupError(f"{source} cannot be read as a backup ({error}).") from error


def _restore(archive: tarfile.TarFile, erased: Sequence[Path], progress: Progress) -> Restored:
    manifest = _manifest(archive)
    progress("checking every file of the backup")
    _check(archive, manifest)
    _make_tables(manifest["revision"])
    files = _put_files(archive, progress)
    ledgers = [_lines(archive, ledger.NAME), *map(_file_lines, (ledger.path(), *erased))]
    merged = sorted({line for lines in ledgers for line in lines}, key=_moment)
    taken = erasures.taken_away(merged)
    # The tables may be of before the mark of the content; the upgrade below renews it.
    uncounted = {UNCOUNTED: True}
    with db.engine.connect().execution_options(**uncounted) as connection, connection.begin():
        known = tables.reflect(connection)
        rows = 0
        for table in known:
            progress(f"rows of {table.name}")
            rows += tables.read(connection, table, _member(archive, f"tables/{table.name}.jsonl"))
        again = erasures.replay(connection, known, taken)
        ended = revocations.replay(connection, known, ledger.last_states(merged))
    progress("bringing the database up to date")
    upgrade()
    if again or ended:
        _follow_up(public_id for what, public_id in taken if what == erasures.PERSON)
    has_key = _put_back(archive, SECRET_FILE)
    _keep_ledger(merged)
    progress("making the search index")
    indexer.rebuild()
    indexer.drain()
    return Restored(rows, files, again, ended, has_key)


def _follow_up(closed: Iterable[str]) -> None:
    """What else follows from the erasures: counts, and who manages a group whose manager is gone."""
    with transaction():
        counts.repair()
        for user_id in db.session.scalars(select(User.id).where(User.public_id.in_(list(closed)))).all():
            publish(UserChanged(user_id, access=True))
        succession.fill_empty()


def _manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    try:
        entry = archive.getmember(MANIFEST)
    except KeyError as error:
        raise BackupError("This is no backup of a Kennisplein, or only half of one.") from error
    if entry.size > LARGEST_MANIFEST:
        raise BackupError("This is no backup of a Kennisplein.")
    try:
        manifest: dict[str, Any] = json.loads(_member(archive, MANIFEST).read())
    except ValueError as error:
        raise BackupError("This backup is damaged: its manifest cannot be read.") from error
    if manifest.get("format") != FORMAT:
        raise BackupError(
            "This backup was made by another version of Kennisplein that writes it differently."
        )
    return manifest


def _check(archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    damaged = [
        name
        for name, entry in manifest["tables"].items()
        if sha256_of(_member(archive, f"tables/{name}.jsonl")) != entry["sha256"]
    ]
    files = [name.removeprefix("files/") for name in archive.getnames() if name.startswith("files/")]
    damaged += [name for name in files if sha256_of(_member(archive, f"files/{name}")) != name]
    if damaged or len(files) != manifest["files"]:
        raise BackupError(f"This backup is damaged: {', '.join(damaged[:5]) or 'files are missing'}.")


def _make_tables(revision: str) -> None:
    with db.engine.connect() as connection:
        if not tables.is_empty(connection):
            raise BackupError(
                "There is a community here already. Restore into an empty place: another KENNISPLEIN_DATA, "
                "and with PostgreSQL an empty database."
            )
        present = tables.revision_of(connection)
    try:
        if present is not None and present != revision:
            downgrade(revision="base")
        upgrade(revision=revision)
    except CommandError as error:
        raise BackupError("This backup is of a newer version. Install that version first.") from error


def _put_files(archive: tarfile.TarFile, progress: Progress) -> int:
    storage, number = the_storage(), 0
    for entry in archive.getmembers():
        if entry.isfile() and entry.name.startswith("files/"):
            storage.put(_member(archive, entry.name), limit=entry.size)  # type: ignore[arg-type]
            number += 1
            if number % 500 == 0:
                progress(f"{number} files")
    return number


def _put_back(archive: tarfile.TarFile, name: str) -> bool:
    """Write one file of the backup into the data folder, for its owner only; False when it holds none."""
    if name not in archive.getnames():
        return False
    config: Config = current_app.config["KENNISPLEIN"]
    _write(config.data / name, _member(archive, name).read())
    return True


def _keep_ledger(lines: Iterable[bytes]) -> None:
    _write(ledger.path(), b"".join(lines))


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, MODE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    # By name and as a stream: nothing of an archive ever becomes a path on this machine.
    try:
        found = archive.extractfile(name)
    except KeyError as error:
        raise BackupError(f"This backup is damaged: {name} is missing.") from error
    if found is None:
        raise BackupError(f"This backup is damaged: {name} is no file.")
    return found


def _lines(archive: tarfile.TarFile, name: str) -> list[bytes]:
    return _whole(_member(archive, name).read()) if name in archive.getnames() else []


def _file_lines(path: Path) -> list[bytes]:
    return _whole(path.read_bytes()) if path.exists() else []


def _whole(content: bytes) -> list[bytes]:
    return [line for line in content.splitlines(keepends=True) if line.endswith(b"\n")]


def _moment(line: bytes) -> str:
    try:
        return str(json.loads(line)["at"])
    except (ValueError, KeyError, TypeError):
        return ""
