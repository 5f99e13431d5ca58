"""Forms with one file: take it in, or find the one that came with an earlier sending."""

from typing import BinaryIO, cast

from flask import request
from werkzeug.datastructures import FileStorage

from forum.access.current import current_reader
from forum.lib.db import release
from forum.lib.errors import Invalid
from forum.library import uploads
from forum.library.forms import FileForm


def receive(form: FileForm) -> None:
    """Store the file that came, or find the one that came with an earlier sending of this form.

    First of all, and without a hold on the database: the lock of SQLite is for writing rows, not for 50 MB.
    """
    if request.method != "POST":
        return
    reader = current_reader()
    sent = form.file.data
    if isinstance(sent, FileStorage) and sent.filename:
        release()
        try:
            form.upload = uploads.keep(cast(BinaryIO, sent.stream), sent.filename)
        except Invalid as error:
            form.file_error = error.message
    else:
        form.upload = uploads.held(reader, form.held.data)
    form.held.data = uploads.hold(reader, form.upload) if form.upload else ""
