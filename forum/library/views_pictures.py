"""How a document looks: the one address of every picture of a page."""

from flask import request
from flask.typing import ResponseReturnValue

from forum.access import get_visible
from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.library import previews, serving
from forum.library.blueprint import bp
from forum.library.models import Document


@bp.get("/documenten/<public_id>/beeld/<number>")
@everyone
def picture(public_id: str, number: str) -> ResponseReturnValue:
    """A page as a picture (0: the first one small), for who may read the document at this moment (T21)."""
    reader = current_reader()
    document = get_visible(Document, public_id, reader)
    answer = serving.picture(reader, document.id, previews.checksum_of(document, number))
    return answer.make_conditional(request)
