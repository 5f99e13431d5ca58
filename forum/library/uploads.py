"""A file on its way in: kept by checksum, known by its content, not a document yet.

This comes before any database work. SQLite has one writer at a time, and a request that writes holds that
place from its first question on; hashing 50 MB meanwhile would let everybody wait.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer

from forum.access import Reader
from forum.lib.errors import Invalid
from forum.lib.templating import size as in_words
from forum.library.rules import tidy_name
from forum.storage import scanning, types
from forum.storage.current import the_storage
from forum.storage.known import FileType
from forum.storage.store import NotStored, TooLarge

# A file waits so long for its form to come back, in seconds: as long as a draft is kept, and some. The bytes of one that
# no draft holds are gone earlier (forum/storage/cleaning.py).
HELD_FOR = 100 * 24 * 60 * 60


@dataclass(frozen=True)
class Upload:
    """A file in storage, with the name its sender gave it."""

    sha256: str
    size: int
    filename: str
    type: FileType


def limit() -> int:
    """The most bytes that a file may have."""
    number: int = current_app.config["KENNISPLEIN"].upload_limit
    return number


def keep(stream: BinaryIO, filename: str | None) -> Upload:
    """Store the stream (which can be rewound) and see what it is.

    Raises:
        Invalid: it is empty or too large, or the scanner refuses it or does not answer; nothing was kept.
    """
    if not stream.read(1):
        raise Invalid(_("Dit bestand is leeg. Kies een ander bestand."), "file")
    stream.seek(0)
    _scan(stream)
    try:
        stored = the_storage().put(stream, limit=limit())
    except TooLarge as error:
        raise Invalid(
            _(
                "Dit bestand is te groot. Een bestand mag hoogstens %(size)s zijn. "
                "Maak het kleiner of splits het in delen.",
                size=in_words(limit()),
            ),
            "file",
        ) from error
    return _known(stored.sha256, stored.size, tidy_name(filename))


def _scan(stream: BinaryIO) -> None:
    try:
        scanning.check(stream)
    except scanning.Infected as error:
        raise Invalid(_("In dit bestand zit een virus. Daarom nemen we het niet aan."), "file") from error
    except scanning.ScannerAway as error:
        raise Invalid(
            _("We kunnen bestanden nu niet controleren op virussen. Probeer het later nog een keer."), "file"
        ) from error


def path_of(upload: Upload) -> Path:
    """Where the stored file is, for reading only."""
    return the_storage().path(upload.sha256)


def hold(reader: Reader, upload: Upload) -> str:
    """A signed text with which `reader`, and nobody else, can bring this file back."""
    return _signer().dumps([reader.user_id, upload.sha256, upload.filename])


def held(reader: Reader, token: str | None) -> Upload | None:
    """The file of a text from `hold`, or None: it is not theirs, too old, forged, or gone."""
    try:
        sha256, filename = _opened(reader.user_id, token)
        return _known(sha256, the_storage().size(sha256), filename)
    except (BadData, NotStored, ValueError, TypeError):
        return None


def held_checksum(user_id: int, token: str) -> str | None:
    """The checksum in a text from `hold` for this person, or None: it is not theirs, too old, or forged."""
    try:
        return _opened(user_id, token)[0]
    except (BadData, ValueError, TypeError):
        return None


def _opened(user_id: int | None, token: str | None) -> tuple[str, str]:
    if not token or len(token) > 2000:
        raise ValueError
    owner_id, sha256, filename = _signer().loads(token, max_age=HELD_FOR)
    if owner_id != user_id:
        raise ValueError
    return sha256, filename


def _known(sha256: str, size: int, filename: str) -> Upload:
    return Upload(sha256, size, filename, types.detect(the_storage().path(sha256), filename))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="library.upload")
