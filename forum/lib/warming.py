"""What the site asks itself before processes are forked off: what a first visitor would wait for is there then, once, and
all processes share it. Such a request is no visit: it is in no log, no figure and no limit."""

import logging
from collections.abc import Iterable
from contextlib import suppress

from flask import Flask, has_request_context, request

from forum.lib.db import db
from forum.lib.limits import limiter

_MARK = "kennisplein.warming"


def is_warming() -> bool:
    """Whether the present request is one of these."""
    return has_request_context() and _MARK in request.environ


def ask(app: Flask, paths: Iterable[str], base_url: str) -> None:
    """GET these addresses as a visitor, one after the other. What goes wrong is for a real visitor to meet."""
    client = app.test_client(use_cookies=False)
    was, limiter.enabled = limiter.enabled, False
    logging.disable(logging.CRITICAL)
    try:
        with suppress(Exception):  # nobody asked for anything yet
            for path in paths:
                client.get(path, base_url=base_url, environ_overrides={_MARK: True}).close()
    finally:
        logging.disable(logging.NOTSET)
        limiter.enabled = was
        with app.app_context():
            db.session.remove()
            db.engine.dispose()  # a process that is forked off makes connections of its own
