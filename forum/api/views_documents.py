"""Documents: a form with a file, for a new one or in the place of another."""

from typing import Any, BinaryIO, cast

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.api import queries, writing
from forum.api.blueprint import bp
from forum.api.bodies import FORM, BodyErrors, takes
from forum.api.describing import operation
from forum.api.once import once
from forum.api.schemas_items import Item
from forum.api.schemas_writing import NewDocument, NewFile
from forum.api.views_items import made, shown
from forum.lib.db import release
from forum.lib.errors import NotFound
from forum.library import uploads
from forum.library.models import Document
from forum.library.replacing import replace_file
from forum.library.service import add_document
from forum.library.uploads import Upload


@bp.post("/documents")
@signed_in
@takes(NewDocument, FORM)
@bp.response(201, Item)
@operation(403, 404, 413, 415, 422, tag="writing", repeatable=True)
def post_document(wanted: dict[str, Any]) -> Any:
    """Upload a document. Its text is read soon after; then it can be found by it."""
    reader = current_reader()
    upload = _kept(wanted.pop("file"))

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


@bp.post("/documents/<public_id>/file")
@signed_in
@takes(NewFile, FORM)
@bp.response(200, Item)
@operation(403, 404, 413, 415, 422, tag="writing", repeatable=True)
def replace_document_file(wanted: dict[str, Any], public_id: str) -> Any:
    """Put a newer file in the place of the one that a document has. Addresses stay, the file before is kept."""
    reader = current_reader()
    document = queries.get_item(public_id, reader)
    if not isinstance(document, Document):
        raise NotFound
    upload = _kept(wanted.pop("file"))

    def replace() -> str:
        found = queries.get_item(public_id, reader)
        if not isinstance(found, Document):
            raise NotFound
        replace_file(reader, found, upload, reason=wanted["reason"])
        return public_id

    key = {"document": public_id, **wanted, "file": [upload.sha256, upload.filename]}
    return shown(reader, once(reader, key, replace))


def _kept(sent: object) -> Upload:
    """The file that was sent, kept. Raises BodyErrors: there is none."""
    if not isinstance(sent, FileStorage):
        raise BodyErrors({"file": [_("Kies een bestand.")]})
    release()  # the lock of SQLite is for writing rows, not for 50 MB
    return uploads.keep(cast(BinaryIO, sent.stream), sent.filename)
