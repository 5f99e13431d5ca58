"""A new document: a form with a file."""

from typing import Any, BinaryIO, cast

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.api import writing
from forum.api.blueprint import bp
from forum.api.bodies import FORM, BodyErrors, takes
from forum.api.describing import operation
from forum.api.once import once
from forum.api.schemas_items import Item
from forum.api.schemas_writing import NewDocument
from forum.api.views_items import made
from forum.lib.db import release
from forum.library import uploads
from forum.library.service import add_document


@bp.post("/documents")
@signed_in
@takes(NewDocument, FORM)
@bp.response(201, Item)
@operation(403, 404, 413, 415, 422, tag="writing", repeatable=True)
def post_document(wanted: dict[str, Any]) -> Any:
    """Upload a document. Its text is read soon after; then it can be found by it."""
    reader = current_reader()
    sent = wanted.pop("file")
    if not isinstance(sent, FileStorage):
        raise BodyErrors({"file": [_("Kies een bestand.")]})
    release()  # the lock of SQLite is for writing rows, not for 50 MB
    upload = uploads.keep(cast(BinaryIO, sent.stream), sent.filename)

    def make() -> str:
        document = add_document(
            reader,
            upload,
            title=wanted["title"],
            summary=wanted["summary"],
            **writing.place(reader, wanted),
        )
        return document.public_id

    return made(reader, once(reader, {**wanted, "file": [upload.sha256, upload.filename]}, make))
