"""Links to read one document: for who may share it to make and take back; and the page that one leads to."""

from collections.abc import Callable

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.lib import limits
from forum.lib.db import attempt
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import show
from forum.lib.pages import number_from
from forum.library import previews, queries, serving, sharing, wording
from forum.library.blueprint import bp
from forum.library.forms import ShareForm
from forum.library.models import Document
from forum.threads import pages
from forum.threads.queries import get_item
from forum.work import queue


@bp.route("/documenten/<public_id>/delen", methods=["GET", "POST"])
@signed_in
@limits.limiter.limit("60 per hour", methods=["POST"])
def share(public_id: str) -> ResponseReturnValue:
    """Make a link to a document, and see those that there are."""
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    require(reader, Action.ITEM_SHARE, document)
    form = ShareForm()
    if form.validate_on_submit():
        try:
            with attempt():
                made = form.public_id_for(reader.user_id, public_id)
                sharing.make_share(reader, document, public_id=made, days=form.days.data)
            flash(_("De link is klaar. Kopieer de link en stuur die naar wie dit mag lezen."), "success")
            return redirect(url_for(".share", public_id=public_id), 303)
        except Invalid as error:
            show(error, form)
    return render_template(
        "library/share.html",
        form=form,
        document=document,
        shares=sharing.list_shares(reader, document),
        crumbs=pages.crumbs(document, _("Delen met een link")),
    ), (422 if form.is_submitted() else 200)


@bp.get("/gedeeld")
@signed_in
def shares() -> ResponseReturnValue:
    """Every link that one may take back: one's own, and those of groups that one manages."""
    return render_template("library/shares.html", shares=sharing.list_all(current_reader()))


@bp.post("/gedeeld/<public_id>/intrekken")
@signed_in
def revoke_share(public_id: str) -> ResponseReturnValue:
    """Make a link worthless."""
    document = sharing.revoke_share(current_reader(), public_id)
    flash(_("De link werkt niet meer."), "success")
    if document is None or request.form.get("terug") == "lijst":
        return redirect(url_for(".shares"), 303)
    return redirect(url_for(".share", public_id=document.public_id), 303)


@bp.get("/d/<token>")
@everyone
@limits.limiter.limit("60 per minute")
def shared(token: str) -> ResponseReturnValue:
    """One document, for whoever holds the link to it, and nothing around it."""
    found = sharing.find_shared(current_reader(), token)
    if found is None:
        return _alone(make_response(render_template("library/shared_gone.html"), 404))
    queue.later(sharing.OPENED, share_id=found.share_id)
    document = found.document
    answer = render_template(
        "library/shared.html",
        document=document,
        facts=wording.facts(document),
        expires_at=found.expires_at,
        file_url=url_for(".shared_file", token=token),
        portion=queries.portion_of(found.maker, document, number=number_from(request.args.get("deel"))),
        not_all_seen=wording.not_all_seen(document, previews.MOST_PAGES),
        most_rows=previews.MOST_ROWS,
        most_columns=previews.MOST_COLUMNS,
        portion_url=_addresses(token),
        picture_url=lambda number: url_for(".shared_picture", token=token, number=number),
    )
    return _alone(make_response(answer))


@bp.get("/d/<token>/bestand")
@everyone
@limits.limiter.limit("60 per minute")
def shared_file(token: str) -> ResponseReturnValue:
    """The file, for whoever holds the link to its document."""
    found = _found(token)
    at = found.document.version_at or found.document.published_at
    return _alone(serving.download(current_reader(), found.document.id, found.document, at))


@bp.get("/d/<token>/beeld/<number>")
@everyone
@limits.limiter.limit("600 per minute")
def shared_picture(token: str, number: str) -> ResponseReturnValue:
    """A page as a picture, for whoever holds the link to its document."""
    found = _found(token)
    sha256 = previews.checksum_of(found.document, number)
    return _alone(serving.picture(current_reader(), found.document.id, sha256))


def _found(token: str) -> sharing.Shared:
    found = sharing.find_shared(current_reader(), token)
    if found is None:
        raise NotFound
    return found


def _addresses(token: str) -> Callable[[int], str]:
    return lambda number: url_for(".shared", token=token, deel=number, _anchor="tekst")


def _alone(answer: Response) -> Response:
    """An answer whose address is a secret: it is in no search engine. No other site learns it, as of every page
    (`Referrer-Policy: same-origin`); with "no-referrer" browsers would send no origin with the forms of the page."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
