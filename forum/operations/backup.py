"""One file with everything that cannot be made anew: the rows, the files, the secret key. Not the index.

Made while the site runs: the rows are those of one moment, and a file never changes under its checksum.
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy.exc import DBAPIError

from forum.config import SECRET_FILE, Config
from forum.lib import clock
from forum.lib.db import db
from forum.operations import ledger, tables
from forum.storage.current import the_storage
from forum.storage.store import NotStored

FORMAT = 1
MANIFEST = "manifest.json"
MODE = 0o600
Progress = Callable[[str], None]


class BackupError(Exception):
    """It cannot be done. The text says why and what to do."""


@dataclass(frozen=True)
class Made:
    """What is in a backup that was just made. `size` is in bytes."""

    rows: int
    files: int
    size: int


def make(target: Path, progress: Progress = lambda _text: None) -> Made:
    """Write a backup to the new file `target`, which only its owner can read; all of it or nothing.

    Raises:
        BackupError: there is such a file already, there is no database, or `target` cannot be written.
    """
    try:
        with db.engine.connect() as connection:
            if tables.revision_of(connection) is None:
                raise BackupError("There is nothing to back up: the database has no tables yet.")
    except DBAPIError as error:
        raise BackupError(f"The database cannot be read ({error.orig}).") from error
    if target.exists():
        raise BackupError(f"{target} is there already. Choose another name; a backup is never written over.")
    part = target.with_name(f"{target.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, MODE), "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as archive:
                made = _fill(archive, progress)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, target)  # unlike rename, this refuses a file that came meanwhile
    except OSError as error:
        raise BackupError(f"{target} cannot be written ({error.strerror}).") from error
    finally:
        part.unlink(missing_ok=True)
    return Made(made.rows, made.files, target.stat().st_size)


def _fill(archive: tarfile.TarFile, progress: Progress) -> Made:
    config: Config = current_app.config["KENNISPLEIN"]
    written: dict[str, Any] = {}
    started_at = clock.now()
    with tables.snapshot() as connection:
        revision = tables.revision_of(connection)
        for table in tables.reflect(connection):
            progress(f"rows of {table.name}")
            with tempfile.TemporaryFile(dir=config.data) as rows:
                written[table.name] = asdict(tables.write(connection, table, rows))
                _add(archive, f"tables/{table.name}.jsonl", rows)
        dialect = connection.dialect.name
    files = _add_files(archive, progress)
    for path in (config.data / SECRET_FILE, ledger.path()):
        if path.exists():
            _add(archive, path.name, io.BytesIO(path.read_bytes()))
    manifest = {
        "format": FORMAT,
        "version": version("kennisplein"),
        "revision": revision,
        "database": dialect,
        "made_at": started_at.isoformat(),
        "tables": written,
        "files": files,
    }
    _add(archive, MANIFEST, io.BytesIO(json.dumps(manifest, indent=1).encode()))
    return Made(sum(entry["rows"] for entry in written.values()), files, 0)


def _add_files(archive: tarfile.TarFile, progress: Progress) -> int:
    storage, number = the_storage(), 0
    for sha256 in storage.checksums():
        try:
            with storage.open(sha256) as file:
                _add(archive, f"files/{sha256}", file)
        except NotStored:  # cleared away at this very moment: nothing used it
            continue
        number += 1
        if number % 500 == 0:
            progress(f"{number} files")
    return number


def _add(archive: tarfile.TarFile, name: str, content: Any) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = content.seek(0, io.SEEK_END)
    entry.mode, entry.mtime = MODE, int(clock.now().timestamp())
    content.seek(0)
    archive.addfile(entry, content)


def sha256_of(content: Any) -> str:
    """The checksum of a file that is open for reading."""
    digest = hashlib.sha256()
    while chunk := content.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()
