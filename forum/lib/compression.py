"""Answers in gzip, where that tells nobody anything.

The length of a packed answer tells whether something in it occurs twice. Who can make somebody's browser ask for pages
with words of their choosing, and sees how long the answers are, can so guess what else is on the page (BREACH). So
an answer to somebody with a session is packed only when their browser says that the request came from our own pages or was
typed by themselves; other sites cannot make it say so.
"""

import gzip

from flask import Flask, current_app, request
from flask.wrappers import Response

TYPES = frozenset({"text/html", "application/json", "application/problem+json"})
WORTH_IT = 600  # bytes
# The last step that is nearly free: a fifth of a millisecond for a page, which 9 makes a twentieth smaller in twice the time.
LEVEL = 4
OWN = frozenset({"same-origin", "none"})


def install(app: Flask) -> None:
    """Pack answers. First of all rooms: what is registered first sees an answer last."""

    @app.after_request
    def _pack(response: Response) -> Response:
        if response.mimetype not in TYPES or response.is_streamed or response.direct_passthrough:
            return response
        response.vary.update(["Accept-Encoding", "Cookie", "Sec-Fetch-Site"])
        if "Content-Encoding" in response.headers or not accepted():
            return response
        body = response.get_data()
        if len(body) >= WORTH_IT:
            response.set_data(packed(body))
            response.headers["Content-Encoding"] = "gzip"
        return response


def accepted() -> bool:
    """Whether the answer to this request may be packed."""
    if not request.accept_encodings["gzip"]:
        return False
    personal = str(current_app.config["SESSION_COOKIE_NAME"]) in request.cookies
    return not personal or request.headers.get("Sec-Fetch-Site") in OWN


def packed(body: bytes) -> bytes:
    """`body` in gzip; the same bytes give the same bytes."""
    return gzip.compress(body, LEVEL, mtime=0)
