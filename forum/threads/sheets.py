"""The answer with a sheet to print, for rooms that have something to put on one."""

from typing import TYPE_CHECKING

from flask import Response, current_app, make_response
from flask_babel import gettext as _

from forum.access import ANONYMOUS, is_visible
from forum.core import setting
from forum.core.item import Item
from forum.lib import assets
from forum.lib.errors import NotFound
from forum.lib.later import later
from forum.storage import chosen_pictures
from forum.storage.store import NotStored

if TYPE_CHECKING:
    from forum.lib import sheet
else:
    sheet = later("forum.lib.sheet")  # what makes PDFs


def is_public(item: Item) -> bool:
    """Whether everybody may read `item`, which came through the door: asked of the door as nobody."""
    return is_visible(Item, item.id, ANONYMOUS)


def answer(kicker: str, title: str, address: str, *, size: str | None, joins: bool) -> Response:
    """The PDF in this size (None: a4); `joins`: scanning makes one a member.

    Raises:
        NotFound: there is no such size.
    """
    size = size or "a4"
    if size not in sheet.SIZES:
        raise NotFound
    sentence = (
        _("Scan de code met je telefoon en praat mee.")
        if joins
        else _("Scan de code met je telefoon en lees mee.")
    )
    page = sheet.Sheet(str(setting.get("name")), kicker, title, sentence, address, _logo())
    fonts = (assets.built(current_app, "sheet-title.ttf"), assets.built(current_app, "sheet-text.ttf"))
    response = make_response(sheet.pdf(page, size, *fonts))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="kennisplein-{size}.pdf"'
    return response


def _logo() -> bytes | None:
    """The logo of the site for light paper; None when it has none."""
    if not (kept := setting.get("logo")):
        return None
    try:
        return chosen_pictures.content(kept["sha256"])
    except NotStored:  # the sheet can do with the name
        return None
