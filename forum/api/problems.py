"""What went wrong, told to a program: problem+json of RFC 9457, in the language that it asked for.

The texts say what kind of thing is wrong and nothing of what was asked for.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, g, json, request
from flask_babel import lazy_gettext as _l
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException

from forum.api.bodies import BodyErrors
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.limits import seconds_to_wait
from forum.lib.logs import request_id
from forum.lib.room import cannot_keep

MEDIA_TYPE = "application/problem+json"
_DETAILS = {
    400: _l("We kunnen dit verzoek niet lezen."),
    401: _l(
        "Stuur een geldige sleutel mee: 'Authorization: Bearer <token>'. Zonder sleutel kun je alleen lezen wat openbaar is."
    ),
    403: _l("Je mag dit zien, maar je mag dit er niet mee doen."),
    404: _l("Het is er niet, of het is niet voor wie bij deze sleutel hoort."),
    405: _l("Op dit adres kan dat niet."),
    406: _l("We antwoorden alleen met application/json."),
    409: _l("Dit past niet bij hoe het nu is."),
    413: _l("Dit is te groot."),
    415: _l("Stuur de inhoud in de vorm die bij dit adres hoort, en noem die in Content-Type."),
    422: _l("We kunnen dit verzoek lezen, maar niet gebruiken."),
    429: _l("Dit zijn te veel verzoeken. Wacht even en probeer het weer."),
    503: _l("We kunnen nu niets opslaan. Wat al was opgeslagen, is er nog. Probeer het later weer."),
    500: _l("Er ging bij ons iets mis. Het staat in het logboek van de site."),
}
_SCOPE = _l("Deze sleutel is alleen om te lezen. Maak een sleutel die ook mag schrijven.")
_OF_OURS = {NotFound: 404, Forbidden: 403, Invalid: 422, BodyErrors: 422}
# Of our own words for the fields of a form, those that are called something else here.
_CALLED = {"closes_on": "closes_at", "files": "attachments"}


def answer_to(error: Exception) -> Response:
    """The answer to a request that ended with `error`."""
    status, headers = _status(error), _headers(error)
    detail = _SCOPE if _lacks_scope(error) else _DETAILS.get(status, HTTPStatus(status).description)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": str(detail),
    }
    if status >= 500:
        body["instance"] = f"urn:request:{request_id()}"  # the number in the log
    if found := _input_errors(error):
        body["errors"] = found
    return Response(json.dumps(body), status, headers, mimetype=MEDIA_TYPE)


def _status(error: Exception) -> int:
    for ours, status in _OF_OURS.items():
        if isinstance(error, ours):
            return status
    if cannot_keep(getattr(error, "original_exception", None)):
        return 503
    code = error.code if isinstance(error, HTTPException) else None
    return code if code in set(HTTPStatus) else 500


def _lacks_scope(error: Exception) -> bool:
    # Our own Forbidden is about a thing; that of the framework about the token (views_reader).
    return isinstance(error, HTTPException) and error.code == 403 and "token" in g


def _headers(error: Exception) -> dict[str, str]:
    """What HTTP asks for with this status: Allow, WWW-Authenticate, Retry-After."""
    given = error.get_headers() if isinstance(error, HTTPException) else []
    headers = {name: value for name, value in given if name.lower() != "content-type"}
    if isinstance(error, RateLimitExceeded):
        headers["Retry-After"] = str(seconds_to_wait())
    if _lacks_scope(error):
        headers["WWW-Authenticate"] = 'Bearer error="insufficient_scope", scope="write"'
    return headers


def _input_errors(error: Exception) -> list[dict[str, str]]:
    """All that is wrong with the input at once, parameter by parameter."""
    if isinstance(error, BodyErrors):
        return list(_of_body(error.messages))
    if isinstance(error, Invalid):
        return [_of_service(error)]
    messages = getattr(error, "data", {}).get("messages")
    return list(_of_query(messages)) if isinstance(messages, Mapping) else []


def _of_service(error: Invalid) -> dict[str, str]:
    name = _CALLED.get(error.field or "", error.field or "")
    found = {"parameter": name, "detail": error.message}
    if name and request.method in ("POST", "PATCH") and name not in request.headers:
        found["pointer"] = f"#/{name}"
    return found


def _of_query(messages: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    # {"query": {"page": ["Not a valid integer."]}}
    for fields in messages.values():
        for name, texts in fields.items():
            yield from ({"parameter": str(name), "detail": str(text)} for text in texts)


def _of_body(messages: Any, path: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
    # {"options": {0: ["…"]}, "title": ["…"]}
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _of_body(inner, (*path, str(name)) if name not in ("", "_schema") else path)
        return
    for text in messages if isinstance(messages, list | tuple) else [messages]:
        escaped = [part.replace("~", "~0").replace("/", "~1") for part in path]
        yield {
            "parameter": ".".join(path),
            "pointer": "#" + "".join(f"/{part}" for part in escaped),
            "detail": str(text),
        }
