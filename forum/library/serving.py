"""The answer that is a file: always a download, in a sandbox, kept by nobody. Who may have it was asked before."""

from datetime import datetime
from typing import Protocol

from flask import Response, send_file

from forum.access import Reader, etag
from forum.lib.errors import NotFound
from forum.storage import chosen_pictures
from forum.storage.current import the_storage
from forum.storage.store import NotStored

# Whatever a file holds, a browser that opens it runs nothing and loads nothing.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


class Stored(Protocol):
    """A file with a name: a document, or an earlier version of one."""

    @property
    def sha256(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def filename(self) -> str: ...


def download(reader: Reader, document_id: int, stored: Stored, at: datetime | None) -> Response:
    """The bytes of `stored`, which came `at` that moment to a document that came through the door.

    Raises:
        NotFound: the bytes are not there.
    """
    try:
        path = the_storage().path(stored.sha256)
    except NotStored as error:
        raise NotFound from error
    response = send_file(
        path,
        mimetype=stored.media_type,
        as_attachment=True,
        download_name=stored.filename,
        conditional=True,
        etag=etag.for_reader(reader, document_id, stored.sha256),
        # Not the date of the stored bytes: those can be older, put there by somebody in another group.
        last_modified=at,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def picture(reader: Reader, document_id: int, sha256: str) -> Response:
    """The picture with this checksum, of a document that came through the door.

    The browser may keep it but asks each time (the view makes the answer conditional), so that it goes with the right
    to read the document.

    Raises:
        NotFound: the bytes are not there.
    """
    answer = chosen_pictures.answer(sha256)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.set_etag(etag.for_reader(reader, "page", document_id, sha256))
    return answer
