"""What everybody gets alike brings nobody's cookie along, and is not asked for anew by who is signed in (T41)."""

from flask import Flask
from flask import session as cookie

from forum.lib import http


def test_a_public_answer_sets_no_cookie_and_does_not_vary(app: Flask) -> None:
    seen = {}
    for control in (http.FOR_EVER, "private, no-store"):
        with app.test_request_context("/"):
            cookie.permanent = True
            cookie["iets"] = "geheim"
            response = app.response_class("x", headers={"Cache-Control": control})
            app.session_interface.save_session(app, cookie, response)  # type: ignore[arg-type]
            seen[control] = ("Set-Cookie" in response.headers, "Cookie" in response.headers.get("Vary", ""))
    assert seen == {http.FOR_EVER: (False, False), "private, no-store": (True, True)}
