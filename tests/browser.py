"""The browser of tests: each request stands alone, as it does in a running site."""

import re
from contextvars import Context
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.lib.db import db


def steady(page: str) -> str:
    """A page without the form tokens in it: they hold the second in which they were made."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


class Browser(FlaskClient):
    """A client whose requests see nothing of the test's own application context.

    Flask reuses an application context that is open already, and with it `g`: the reader of one request
    would answer the next one, and who signed out would still be in.
    """

    def open(self, *arguments: Any, **named: Any) -> TestResponse:
        # End what the test was reading, so that it sees afterwards what the request wrote.
        if has_app_context():
            db.session.rollback()
        return Context().run(super().open, *arguments, **named)
