"""Files and pictures for items and replies: brought first, named in what is written after that."""

from typing import Any, BinaryIO, cast

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from forum.access import Reader, get_visible
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.api import presenting
from forum.api.blueprint import bp
from forum.api.bodies import FORM, BodyErrors, takes
from forum.api.describing import operation
from forum.api.once import once
from forum.api.schemas import File
from forum.api.schemas_writing import NewAttachment
from forum.attachments import form_files, rules, service
from forum.core.attachment import Attachment
from forum.lib.db import release
from forum.lib.errors import Invalid


def _shown(reader: Reader, public_id: str) -> dict[str, Any]:
    return presenting.file(get_visible(Attachment, public_id, reader))


@bp.post("/attachments")
@signed_in
@takes(NewAttachment, FORM)
@bp.response(201, File)
@operation(403, 404, 413, 415, 422, tag="writing", repeatable=True)
def post_attachment(wanted: dict[str, Any]) -> Any:
    """Bring a file. Only you see it, until you name its id in `attachments` of an item or reply; that must be within a
    day. A picture is made anew, without what the camera wrote in it."""
    reader = current_reader()
    sent = wanted.pop("file")
    if not isinstance(sent, FileStorage):
        raise BodyErrors({"file": [_("Kies een bestand.")]})
    release()  # the lock of SQLite is for writing rows, not for 50 MB
    try:
        received = service.receive(cast(BinaryIO, sent.stream), sent.filename, form_files.limit())
    except Invalid as error:
        raise Invalid(error.message, "file") from error
    if rules.is_picture(received.media_type) and not wanted["alt_text"]:
        raise Invalid(_("Vertel kort wat er op de afbeelding staat."), "alt_text")
    asked = {**wanted, "file": [received.sha256, received.filename]}
    made = once(reader, asked, lambda: service.upload(reader, received, wanted["alt_text"]).public_id)
    location = presenting.whole_address(f"{bp.url_prefix}/attachments/{made}")
    return _shown(reader, made), 201, {"Location": location}


@bp.get("/attachments/<public_id>")
@everyone
@bp.response(200, File)
@operation(404, tag="reading")
def get_attachment(public_id: str) -> Any:
    """Read what a file is called and where it is."""
    return _shown(current_reader(), public_id)


@bp.delete("/attachments/<public_id>")
@signed_in
@bp.response(204)
@operation(403, 404, tag="writing")
def delete_attachment(public_id: str) -> Any:
    """Throw away a file that you brought and did not use. One that is used: change the item or reply."""
    service.discard(current_reader(), public_id)
