"""Whole addresses of our pages, for mail and commands: they are made outside any request."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app


def absolute(endpoint: str, **values: Any) -> str:
    """The address of `endpoint` with the scheme and host of the site (BASE_URL).

    Raises:
        werkzeug.routing.BuildError: there is no such page.
    """
    base: str = current_app.config["KENNISPLEIN"].base_url
    parts = urlsplit(base)
    adapter = current_app.url_map.bind(parts.netloc, script_name=parts.path or "/", url_scheme=parts.scheme)
    return adapter.build(endpoint, values, force_external=True)
