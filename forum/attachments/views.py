"""Upload a file; get a file. Every request for a file goes through the door."""

from flask import Blueprint, jsonify, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import get_visible
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.attachments import form_files, rules
from forum.core.attachment import Attachment
from forum.lib.errors import Invalid, NotFound
from forum.lib.limits import limiter
from forum.storage.current import the_storage
from forum.storage.store import NotStored

bp = Blueprint("attachments", __name__)
# Whatever a file holds, a browser that opens it runs nothing and loads nothing.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


@bp.post("/bestanden")
@signed_in
@limiter.limit("60/minute")
def upload() -> ResponseReturnValue:
    """Take files for a form that is still being written; answers with their ids, as JSON."""
    received, errors = form_files.receive_all()
    if not received and not errors:
        raise Invalid(_("Kies eerst een bestand."), "files")
    files = form_files.gather(current_reader(), received, errors)
    answer = {
        "files": [
            {
                "id": row.public_id,
                "name": row.filename,
                "size": row.size,
                "picture": rules.is_picture(row.media_type),
                "url": url_for("attachments.file", public_id=row.public_id, filename=row.filename),
            }
            for row in files.rows
        ],
        "errors": errors,
    }
    return jsonify(answer), (201 if files.rows else 422)


@bp.get("/bestanden/<public_id>/<filename>")
@everyone
def file(public_id: str, filename: str) -> ResponseReturnValue:
    """The file, for who may read what it is attached to; 404 for everybody else.

    The name in the address is for people. One that is not the file's own is sent to the right address.
    """
    row = get_visible(Attachment, public_id, current_reader())
    if filename != row.filename:
        return redirect(url_for("attachments.file", public_id=row.public_id, filename=row.filename), 301)
    try:
        path = the_storage().path(row.sha256)
    except NotStored as error:
        raise NotFound from error
    response = send_file(
        path,
        mimetype=row.media_type,
        as_attachment=not rules.is_picture(row.media_type),
        download_name=row.filename,
        conditional=True,
        etag=False,
        # Not the file's own time: it tells when somebody else uploaded the same bytes.
        last_modified=row.created_at,
        max_age=None,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
