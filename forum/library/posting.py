"""From a valid form to a new document: now, or at the time that was asked for."""

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from forum.access import Reader
from forum.core.group import Group
from forum.core.kinds import Posting
from forum.lib.errors import Invalid
from forum.library import folders, service, uploads
from forum.library.forms import UploadForm
from forum.library.models import Document


def restored(reader: Reader, fields: "MultiDict[str, str]") -> UploadForm:
    """The form as it was sent before."""
    form = UploadForm(formdata=fields)
    form.upload = uploads.held(reader, form.held.data)
    return form


def post(reader: Reader, form: UploadForm, group: Group | None, posting: Posting) -> Document:
    """The document that `form` asks for. Raises Forbidden and Invalid as its service."""
    upload = form.upload or uploads.held(reader, form.held.data)
    if upload is None:  # the form said so already; or the file was held too long
        raise Invalid(_("Kies een bestand."), "file")
    return service.add_document(
        reader,
        upload,
        title=form.title.data or "",
        summary=form.summary.data or "",
        group=group,
        audience=posting.audience,
        theme_names=form.theme_names(),
        public_id=posting.public_id,
        folder=folders.chosen(reader, group, form.folder.data),
    )
