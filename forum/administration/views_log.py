"""The log of safety, for administrators. Nothing can be changed in it, here or elsewhere."""

from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.administration import log
from forum.administration.blueprint import bp
from forum.lib.pages import number_from


@bp.get("/beheer/logboek")
@signed_in
def security_log() -> ResponseReturnValue:
    """Who changed what of the site, its people and its rights."""
    page = log.list_lines(current_reader(), number_from(request.args.get("pagina")))
    page = replace(page, address=lambda number: url_for("administration.security_log", pagina=number))
    return render_template("administration/log.html", page=page)
