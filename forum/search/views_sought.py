"""What people looked for in vain: the marks that a search leaves, and the page on which editors see the sums."""

import hashlib
import hmac
from collections.abc import Collection
from urllib.parse import parse_qs, urlsplit

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.core import kinds
from forum.lib.limits import network_of
from forum.search import operators, sought
from forum.search.blueprint import bp
from forum.search.service import Results
from forum.work import queue

_LOCKED = ("lock", "hidden")
_OTHERS = frozenset({"groups.page", "accounts.person", "library.file"})


def count(words: str, found: Results) -> None:
    """Leave a mark that this reader asked `words`, without choices, and how that went.

    What was found behind a closed door is not counted: the words may be those of its people.
    """
    if found.total == 0 and not found.best:
        _leave(words, sought.EMPTY)
    elif not any(one.audience_icon in _LOCKED for one in (*found.best, *found.items)):
        _leave(words, sought.FOUND)


@bp.after_app_request
def count_choice(response: Response) -> Response:
    """A page that was opened from the page of results: the browser says where it came from, to this site only."""
    came = request.headers.get("Referer", "")
    if not came or request.method != "GET" or response.status_code != 200 or "/zoeken?" not in came:
        return response
    if request.endpoint in _OTHERS or request.endpoint in {kind.page for kind in kinds.every()}:
        words = _words_of(came, {"q", "pagina"})
        if words:
            _leave(words, sought.CHOSEN)
    return response


@bp.get("/zoekvragen")
@signed_in
def sought_page() -> ResponseReturnValue:
    """What was not found, and what was found and left, with what an editor can do about it."""
    empty, left = sought.list_sought(current_reader())
    return render_template("search/sought.html", empty=empty, left=left)


@bp.post("/zoekvragen/<sought_id>/klaar")
@signed_in
def done_with(sought_id: str) -> ResponseReturnValue:
    """Take a question off the list."""
    number = int(sought_id) if sought_id.isascii() and sought_id.isdigit() and len(sought_id) < 10 else 0
    sought.take_away(current_reader(), number)
    flash(_("Weggehaald. De vraag komt terug als weer drie mensen hem stellen."), "success")
    return redirect(url_for(".sought_page"), 303)


def _words_of(address: str, allowed: Collection[str]) -> str:
    """The words of a search at this address of our own, when nothing else was chosen; else ""."""
    try:
        parts = urlsplit(address)
        asked = parse_qs(parts.query, max_num_fields=20)
    except ValueError:
        return ""
    if parts.netloc != request.host or parts.path != url_for("search.results") or asked.keys() - set(allowed):
        return ""
    text = " ".join(asked.get("q", [""])[0].split())
    typed = operators.parse(text)
    return "" if typed.asked or typed.without else typed.words


def _leave(words: str, outcome: str) -> None:
    if len(words) > sought.LONGEST:
        return
    reader = current_reader()
    who = f"user:{reader.user_id}" if reader.signed_in else f"address:{network_of(get_remote_address())}"
    # What waits in the queue for a moment is no address and no number of a person.
    key = str(current_app.secret_key).encode()
    mark = hmac.new(key, f"search-mark\n{who}".encode(), hashlib.sha256).hexdigest()
    queue.later(sought.COUNT, text=words, outcome=outcome, who=mark)
