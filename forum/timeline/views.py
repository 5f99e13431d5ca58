"""The front page."""

from dataclasses import replace

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.core import setting
from forum.core.kinds import Kind
from forum.lib.page_cache import shared
from forum.lib.pages import number_from
from forum.timeline import queries

bp = Blueprint("timeline", __name__)
LIVELY = 8


@bp.get("/")
@everyone
@shared("soort", "pagina")
def home() -> ResponseReturnValue:
    """The front page; `?soort=` shows all conversations of one kind ("alles": of every kind), `?pagina=` goes on."""
    wanted = request.args.get("soort")
    kind = next((each for each in queries.conversation_kinds() if each.code == wanted), None)
    number = number_from(request.args.get("pagina"))
    if kind is not None or wanted == "alles" or number > 1:
        return _conversations(kind, number)
    reader = current_reader()
    return render_template(
        "timeline/home.html",
        conversations=queries.lively(reader, LIVELY),
        question=queries.question_of_the_day(reader),
        groups=queries.some_groups(reader),
        documents=queries.new_documents(reader),
        welcome_html=setting.get("welcome_html"),
    )


def _conversations(kind: Kind | None, number: int) -> str:
    word = kind.code if kind else "alles"
    page = queries.conversations(current_reader(), kind, number)
    page = replace(page, address=lambda n: url_for("timeline.home", soort=word, pagina=n))
    tabs = [{"label": _("Alles"), "url": url_for("timeline.home", soort="alles"), "current": kind is None}]
    tabs += [
        {"label": each.plural, "url": url_for("timeline.home", soort=each.code), "current": each is kind}
        for each in queries.conversation_kinds()
    ]
    return render_template("timeline/conversations.html", page=page, tabs=tabs)
