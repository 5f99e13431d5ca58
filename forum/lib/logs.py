"""What is written about a running site: JSON in production, lines for people in development.

No secret, address, token, query or text of people gets into it. Three locks: the code logs kinds and numbers only;
an error is written as its kind and the places in our code, never with its text; and what still looks like an address
or a token is taken out at the end.
"""

import logging
import re
import secrets
import sys
import time
from types import TracebackType
from typing import Any, TextIO

import structlog
from flask import Flask, g, request
from flask.wrappers import Response
from structlog.contextvars import bind_contextvars, clear_contextvars
from structlog.typing import EventDict, Processor

REQUESTS = logging.getLogger("forum.request")
log = logging.getLogger(__name__)
MOST_FRAMES = 12
_REMOVED = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*"), "[mail]"),
    (re.compile(r"\b[a-z][a-z0-9+]*://\S+", re.I), "[url]"),
    (re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"), "[ip]"),
    (re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}(?![\w:])", re.I), "[ip]"),
    (re.compile(r"\?[\w.%-]+=\S*"), "?[query]"),
    (re.compile(r"\b[\w-]{32,}\b"), "[token]"),
)


def scrubbed(text: str) -> str:
    """`text` without what looks like an address, a query or a token."""
    for pattern, instead in _REMOVED:
        text = pattern.sub(instead, text)
    return text


def _without_texts(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """An error as its kind and places: its text may hold what somebody wrote, or an address."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"], event["at"] = _kinds(error), _places(error.__traceback__)
    return event


def _kinds(error: BaseException) -> str:
    kinds = [type(error).__name__]
    while cause := error.__cause__ or (None if error.__suppress_context__ else error.__context__):
        error = cause
        kinds.append(type(error).__name__)
    return " < ".join(kinds[:5])


def _places(trace: TracebackType | None) -> list[str]:
    """Where it went wrong, the last place at the end: all of our own code, and where it ended in that of others."""
    found: list[str] = []
    ours: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        # The last folders of a path: where the site is installed is nobody's business.
        place = f"{'/'.join(code.co_filename.split('/')[-3:])}:{trace.tb_lineno} {code.co_name}"
        found.append(place)
        if "site-packages" not in code.co_filename:
            ours.append(place)
        trace = trace.tb_next
    return ours[-MOST_FRAMES:] + [place for place in found[-3:] if place not in ours]


def _scrub(_logger: Any, _method: str, event: EventDict) -> EventDict:
    return {
        key: scrubbed(value) if isinstance(value, str) and key != "timestamp" else value
        for key, value in event.items()
    }


_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(allow=("endpoint", "method", "status", "ms")),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def handler(stream: TextIO, *, for_programs: bool) -> logging.Handler:
    """Writes everything that is logged to `stream`: JSON for programs, else lines for people."""
    last: Processor = (
        structlog.processors.JSONRenderer()
        if for_programs
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    made = logging.StreamHandler(stream)
    made.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=list(_SHARED),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_texts,
                _scrub,
                last,
            ],
        )
    )
    return made


def start(*, for_programs: bool) -> None:
    """Let this process log to its error output, the server that runs it included."""
    root = logging.getLogger()
    root.handlers = [handler(sys.stderr, for_programs=for_programs)]
    root.setLevel(logging.WARNING)
    logging.getLogger("forum").setLevel(logging.INFO)
    REQUESTS.setLevel(logging.INFO if for_programs else logging.WARNING)
    for name in ("gunicorn.error", "gunicorn.access"):
        server = logging.getLogger(name)
        server.handlers, server.propagate = [], True


def request_id() -> str:
    """The number of the present request, which stands in every line about it and on the page for a failure."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(6)
    return str(g.request_id)


def install(app: Flask) -> None:
    """A number for each request, a line about it when it ends, and nothing of a request in the line of a failure."""
    app.log_exception = _log_exception  # type: ignore[method-assign]

    @app.before_request
    def _begin() -> None:
        g.began = time.perf_counter()
        bind_contextvars(request=request_id())

    @app.after_request
    def _end(response: Response) -> Response:
        began = g.get("began", time.perf_counter())
        # The name of the route, not the address: that holds ids, and of links to sign in the secret.
        REQUESTS.info(
            "request",
            extra={
                "endpoint": request.endpoint or "-",
                "method": request.method,
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            },
        )
        return response

    @app.teardown_request
    def _clear(_error: BaseException | None) -> None:
        clear_contextvars()


def _log_exception(exc_info: Any) -> None:
    log.error("a request failed", exc_info=exc_info, extra={"endpoint": request.endpoint or "-"})
