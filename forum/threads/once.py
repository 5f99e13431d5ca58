"""A form that is sent twice makes one row."""

from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.core.item import Item, Reply
from forum.lib.db import db
from forum.lib.errors import Invalid

R = TypeVar("R", bound=Item | Reply)


def made_before(row: R) -> R | None:
    """The row that an earlier sending of the same form made: same public id, same author. Else None.

    Raises:
        Invalid: the public id is taken by somebody else's row: the form was forged.
    """
    if not row.public_id:
        return None
    model = type(row)
    with db.session.no_autoflush:
        # door: it is the sender's own row, looked up by the secret that their form held
        before = db.session.scalars(select(model).where(model.public_id == row.public_id)).one_or_none()
    if before is None:
        return None
    if before.author_id != row.author_id:
        raise Invalid(_("Dit formulier klopt niet meer. Open de pagina opnieuw."))
    return before


def add(row: R) -> R:
    """Add `row` to the session and flush it; if the same form got in between, give the row it made."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        before = made_before(row)
        if before is None:
            raise
        return before
    return row
