"""The OpenAPI 3.1 description, made from the routes and the schemas. It is served by our own view."""

from typing import Any

from flask import Flask
from flask_smorest import Api, Blueprint

from forum.api.blueprint import VERSION
from forum.api.problems import MEDIA_TYPE
from forum.api.schemas import Problem
from forum.config import Config

_EXTENSION = "kennisplein-api"
_INTRODUCTION = (
    "Read and write what is on this Kennisplein. Without a token you read what a visitor reads; with one, what the "
    "person reads who gave it to you, at that moment. People make one in their settings, under *Toegang voor "
    "programma's*; whoever runs the site makes one with `kennisplein token EMAIL`. A token with the scope `read` "
    "reads, one with the scope `write` writes too, in the name of its person; neither gives more than the person has. "
    "Dates are ISO 8601 with a time zone. Fields may be added; none is renamed or taken away within version 1."
)


class _Api(Api):
    """flask-smorest without its own error answers and pages."""

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Errors are answered in one place: forum/errors.py."""


def install(app: Flask, blueprint: Blueprint) -> None:
    """Register the routes of the API, and describe them."""
    config: Config = app.config["KENNISPLEIN"]
    api = _Api(
        app,
        spec_kwargs={
            "title": "Kennisplein",
            "version": VERSION,
            "openapi_version": "3.1.0",
            "info": {
                "description": _INTRODUCTION,
                "contact": {"name": "Kennisplein", "url": config.base_url},
                "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            },
            "servers": [{"url": config.base_url}],
            # One of the two: with a token, or as a visitor.
            "security": [{"token": []}, {}],
        },
    )
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    api.register_blueprint(blueprint)
    app.extensions[_EXTENSION] = _with_problems(api.spec.to_dict())


def description_of(app: Flask) -> dict[str, Any]:
    """The description of the API of `app`. Raises KeyError before `install`."""
    description: dict[str, Any] = app.extensions[_EXTENSION]
    return description


def _with_problems(description: dict[str, Any]) -> dict[str, Any]:
    """The errors that flask-smorest describes by itself are problem+json here, like all the others."""
    for response in description["components"].get("responses", {}).values():
        content = response.get("content", {})
        if "application/json" in content:
            content[MEDIA_TYPE] = content.pop("application/json")
    return description
