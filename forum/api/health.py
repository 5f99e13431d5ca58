"""Whether the site works, for who watches over it. No details: everybody may ask."""

import logging

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum.access.routes import everyone
from forum.lib.db import db

log = logging.getLogger(__name__)
bp = Blueprint("health", __name__)


@bp.get("/healthz")
@everyone
def healthz() -> ResponseReturnValue:
    """200 when the database answers, else 503."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return {"status": "unavailable"}, 503
    return {"status": "ok"}
