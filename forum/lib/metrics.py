"""Figures about a running site for Prometheus: how many requests, how slow, which work was done. Nothing about people.

They hold over all processes when PROMETHEUS_MULTIPROC_DIR names a folder; `kennisplein metrics` shows them, at an
address of its own. No route of the site does.
"""

import time

from flask import Flask, g, request
from flask.wrappers import Response
from prometheus_client import Counter, Histogram

from forum.lib.warming import is_warming

REQUESTS = Counter(
    "kennisplein_requests",
    "Requests that were answered, by name of the route",
    ["endpoint", "method", "status"],
)
SECONDS = Histogram(
    "kennisplein_request_seconds",
    "How long an answer took, by name of the route",
    ["endpoint"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
TASKS = Counter("kennisplein_tasks", "Background work that was tried", ["job", "result"])
MAILS = Counter("kennisplein_mails", "Mails that a mail server took or refused for good", ["mail", "result"])
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def install(app: Flask) -> None:
    """Count every answer of `app`. The labels are names of ours: nobody can add to them by asking."""

    @app.before_request
    def _begin() -> None:
        g.counted_from = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        if is_warming():
            return response
        endpoint = request.endpoint or "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(endpoint, method, f"{response.status_code // 100}xx").inc()
        if "counted_from" in g:
            SECONDS.labels(endpoint).observe(time.perf_counter() - g.counted_from)
        return response
