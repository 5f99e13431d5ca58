"""The files part of any form: what was sent now, what an earlier sending of the same form left, and their words.

HTTP only. Fields: `files` (several), `new_alt` (the words for the first new picture), `attached` (ids of uploads
that this form holds), `alt-<id>` (the words for each of those).
"""

from dataclasses import dataclass, field
from typing import BinaryIO, cast

from flask import current_app, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from forum.access import Reader
from forum.attachments import rules, service
from forum.attachments.service import Received
from forum.config import Config
from forum.core.attachment import Attachment
from forum.lib.db import db, release
from forum.lib.errors import Invalid

MOST_AT_ONCE = 20


@dataclass
class FormFiles:
    """The files that a form holds: `rows` are uploads of the reader, attached to nothing yet."""

    rows: list[Attachment] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """Public ids, for a service."""
        return [row.public_id for row in self.rows]

    @property
    def wordless(self) -> list[Attachment]:
        """The pictures whose alternative text is still missing."""
        return [row for row in self.rows if rules.is_picture(row.media_type) and not row.alt_text]


def limit() -> int:
    """How many bytes one file may have."""
    config: Config = current_app.config["KENNISPLEIN"]
    return config.upload_limit


def receive_all() -> tuple[list[Received], list[str]]:
    """Store the files that came with this request; gives them, and why others were refused.

    Call it first in a view, before rows are loaded: it lets go of the database while it works.
    """
    sent = [
        file for file in request.files.getlist("files") if isinstance(file, FileStorage) and file.filename
    ]
    if not sent:
        return [], []
    release()
    received, errors = [], []
    if len(sent) > MOST_AT_ONCE:
        errors.append(_("Voeg hoogstens %(most)s bestanden tegelijk toe.", most=MOST_AT_ONCE))
    for file in sent[:MOST_AT_ONCE]:
        try:
            received.append(service.receive(cast(BinaryIO, file.stream), file.filename, limit()))
        except Invalid as error:
            errors.append(error.message)
    return received, errors


def gather(reader: Reader, received: list[Received], errors: list[str]) -> FormFiles:
    """The files of this form: those it held already (only the reader's own count) and those just received.

    Words for pictures are taken over, and a file that the button "remove" names is thrown away.
    """
    # Nothing but letters and digits is an id of ours, and PostgreSQL refuses a query that holds a NUL.
    held = [each for each in dict.fromkeys(request.form.getlist("attached")) if each.isalnum()][:100]
    query = service.own_unattached(reader).where(Attachment.public_id.in_(held))
    found = {row.public_id: row for row in db.session.scalars(query)} if held else {}
    removed = request.form.get("remove", "")
    if removed in found:
        service.discard(reader, removed)
        del found[removed]
    rows = [found[public_id] for public_id in held if public_id in found]
    for row in rows:
        if (words := request.form.get(f"alt-{row.public_id}")) is not None:
            service.describe(row, words)
    words = request.form.get("new_alt", "")
    for each in received:
        picture = rules.is_picture(each.media_type)
        rows.append(service.upload(reader, each, words if picture else ""))
        if picture:
            words = ""
    return FormFiles(rows, errors)
