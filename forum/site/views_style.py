"""The style of the site: offer a token file, look at it, choose it, take it away; and the style sheet of every page."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.core import setting
from forum.lib.errors import Invalid
from forum.lib.forms import file_of, show
from forum.lib.http import FOR_EVER
from forum.site import styles as service
from forum.site.blueprint import bp
from forum.site.forms import StyleForm
from forum.site.tokens import contrast
from forum.site.tokens.names import PREFIX

MOST_LINES = 500
SAMPLE = """\
:root {
  --basis-color-action-1-inverse-bg-default: #1d4e89;
  --basis-color-action-2-color-default: #1d4e89;
  --basis-text-font-family-default: "Waterveen Sans", Arial;
}
@media (prefers-color-scheme: dark) {
  :root {
    --basis-color-action-1-inverse-bg-default: #9fc4f5;
  }
}"""


@bp.route("/beheer/huisstijl", methods=["GET", "POST"])
@signed_in
def style() -> ResponseReturnValue:
    """Offer a token file. `?van=` begins with one that was offered before."""
    reader = current_reader()
    require(reader, Action.SITE_ADMINISTER)
    mark = request.args.get("van")
    now = service.get_style(reader, mark).source if mark else service.source_now()
    form = StyleForm(data=None if request.method == "POST" else {"tokens": now})
    judged = service.Judged()
    if form.validate_on_submit():
        try:
            if file := file_of(form.file):
                form.tokens.data = service.text_of(file)
            text = form.tokens.data or ""
            judged = service.judge(text, skip_unknown=form.skip_unknown.data)
            if judged.good:
                offered = service.offer(reader, text, judged)
                return redirect(url_for("site.style_preview", mark=offered.mark), 303)
            show(
                Invalid(
                    _("Een deel hiervan kan niet: zie de lijst boven het formulier. Je tekst staat er nog."),
                    "tokens",
                ),
                form,
            )
        except Invalid as error:
            show(error, form)
    page = render_template(
        "site/style.html",
        form=form,
        judged=judged,
        most=MOST_LINES,
        sample=SAMPLE,
        chosen=bool(setting.get("style")),
    )
    return page, (422 if form.is_submitted() else 200)


@bp.get("/beheer/huisstijl/<mark>")
@signed_in
def style_preview(mark: str) -> ResponseReturnValue:
    """A style before it is chosen: this page has it already, with examples for light and for dark."""
    reader = current_reader()
    require(reader, Action.SITE_ADMINISTER)
    offered = service.get_style(reader, mark)
    judged = service.judge(offered.source, skip_unknown=True)
    schemes = [
        {
            "word": word,
            "colours": {
                name.removeprefix(PREFIX): value
                for name, value in contrast.colours(judged.found, scheme).items()
            },
            "own": len(judged.found.colours(scheme)),
        }
        for scheme, word in contrast.SCHEMES.items()
    ]
    return render_template(
        "site/style_preview.html",
        style=offered,
        schemes=schemes,
        pairs=sum(1 for _pair in contrast.pairs(judged.found)),
        skipped=len(judged.unknown),
        chosen=mark == setting.get("style"),
    )


@bp.post("/beheer/huisstijl/<mark>")
@signed_in
def choose_style(mark: str) -> ResponseReturnValue:
    """Give all pages this style."""
    service.choose(current_reader(), mark)
    flash(_("De huisstijl staat aan, voor iedereen."), "success")
    return redirect(url_for("site.style"), 303)


@bp.post("/beheer/huisstijl/weg")
@signed_in
def remove_style() -> ResponseReturnValue:
    """Give all pages our own style again."""
    service.take_away(current_reader())
    flash(_("De huisstijl is weggehaald. De site heeft weer de gewone kleuren."), "success")
    return redirect(url_for("site.style"), 303)


@bp.get("/huisstijl/<mark>.css")
@everyone
def stylesheet(mark: str) -> Response:
    """The style sheet: for everybody when pages have it, else for who may choose it."""
    chosen = mark == setting.get("style")
    answer = Response(service.get_style(current_reader(), mark).css, mimetype="text/css")
    if chosen:
        answer.headers["Cache-Control"] = FOR_EVER
    return answer
