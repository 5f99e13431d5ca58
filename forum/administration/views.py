"""Pages for administrators, cut by subject."""

from flask import render_template
from flask.typing import ResponseReturnValue

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.administration import (
    views_log,  # noqa: F401  its routes
    views_people,  # noqa: F401  its routes
    views_rights,  # noqa: F401  its routes
)
from forum.administration.blueprint import bp

__all__ = ["bp"]


@bp.get("/beheer")
@signed_in
def overview() -> ResponseReturnValue:
    """What there is to administer."""
    require(current_reader(), Action.SITE_ADMINISTER)
    return render_template("administration/overview.html")
