"""What went wrong, told to a program: problem+json of RFC 9457.

The texts say what kind of thing is wrong and nothing of what was asked for.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, json
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException

from forum.api.blueprint import VERSION, VERSION_HEADER
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.limits import seconds_to_wait
from forum.lib.logs import request_id
from forum.lib.room import cannot_keep

MEDIA_TYPE = "application/problem+json"
_DETAILS = {
    400: "The request could not be understood.",
    401: "The token is not known, or it has ended. Send 'Authorization: Bearer <token>', or nothing at all.",
    403: "You may see this, but you may not do that with it.",
    404: "It does not exist, or it is not for the person behind this token.",
    405: "This address does not know this method.",
    413: "The request is too large.",
    422: "The request was understood, but what it asks for cannot be used.",
    429: "Too many requests. Wait, and try again.",
    503: "Nothing can be kept at this moment. What was kept before is still there. Try again later.",
    500: "Something went wrong on our side. It is written in the log of the site.",
}
_OF_OURS = {NotFound: 404, Forbidden: 403, Invalid: 422}


def answer_to(error: Exception) -> Response:
    """The answer to a request that ended with `error`."""
    status, headers = _status(error), _headers(error)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _DETAILS.get(status, HTTPStatus(status).description),
    }
    if status >= 500:
        body["instance"] = f"urn:request:{request_id()}"  # the number in the log
    if found := _input_errors(error):
        body["errors"] = found
    response = Response(json.dumps(body), status, headers, mimetype=MEDIA_TYPE)
    response.headers[VERSION_HEADER] = VERSION
    return response


def _status(error: Exception) -> int:
    for ours, status in _OF_OURS.items():
        if isinstance(error, ours):
            return status
    if cannot_keep(getattr(error, "original_exception", None)):
        return 503
    code = error.code if isinstance(error, HTTPException) else None
    return code if code in set(HTTPStatus) else 500


def _headers(error: Exception) -> dict[str, str]:
    """What HTTP asks for with this status: Allow, WWW-Authenticate, Retry-After."""
    given = error.get_headers() if isinstance(error, HTTPException) else []
    headers = {name: value for name, value in given if name.lower() != "content-type"}
    if isinstance(error, RateLimitExceeded):
        headers["Retry-After"] = str(seconds_to_wait())
    return headers


def _input_errors(error: Exception) -> list[dict[str, str]]:
    """All that is wrong with the input at once, parameter by parameter."""
    if isinstance(error, Invalid):
        return [{"parameter": error.field or "", "detail": error.message}]
    messages = getattr(error, "data", {}).get("messages")
    return list(_flat(messages)) if isinstance(messages, Mapping) else []


def _flat(messages: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    # {"query": {"page": ["Not a valid integer."]}}
    for fields in messages.values():
        for name, texts in fields.items():
            yield from ({"parameter": str(name), "detail": str(text)} for text in texts)
