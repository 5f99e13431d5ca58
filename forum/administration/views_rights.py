"""The review of rights, and its export."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.administration import people, rights
from forum.administration.blueprint import bp
from forum.administration.people import Which
from forum.administration.words import ROLES
from forum.lib import clock
from forum.lib.limits import limiter


@bp.get("/beheer/rechten", endpoint="rights")
@signed_in
def review() -> ResponseReturnValue:
    """Who may do what."""
    reader = current_reader()
    return render_template(
        "administration/rights.html",
        people=rights.list_roles(reader),
        groups=rights.list_groups(reader),
        programs=rights.list_programs(reader),
        long_ago=people.list_accounts(reader, which=Which.LONG).total,
        roles=ROLES,
    )


@bp.post("/beheer/rechten")
@limiter.limit("30 per hour")
@signed_in
def export_rights() -> ResponseReturnValue:
    """The review as a file, made now. The answer to a POST: there is no address that somebody could guess or pass on."""
    what = request.form.get("what")
    content = rights.export(current_reader(), what)
    day = clock.local(clock.now()).date().isoformat()
    name = {"people": f"rechten-mensen-{day}.csv", "groups": f"rechten-groepen-{day}.csv"}[what or ""]
    return Response(
        content,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
