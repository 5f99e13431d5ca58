"""Headers on every answer, and where an answer may send somebody."""

from urllib.parse import urlsplit

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.wrappers import Response

from forum.lib.errors import NotFound

CSP = "; ".join(
    [
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "img-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
    ]
)


# For what has its content in its address: anybody may get it, and it never changes.
FOR_EVER = "public, max-age=31536000, immutable"


class Sessions(SecureCookieSessionInterface):
    """The session in a cookie, but for answers that are the same for everybody: a cookie in one would be kept with it, and
    `Vary: Cookie` would have the browser of who is signed in ask for every style and picture anew."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """As Flask does, unless everybody may keep the answer."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


def install(app: Flask, *, secure: bool) -> None:
    """Set the safety headers; personal pages are never stored (T41)."""
    app.session_interface = Sessions()

    @app.before_request
    def _no_nul() -> None:
        # PostgreSQL refuses a query that holds one, and no address of ours does. Forms drop it (forms.tidy).
        if "\0" in request.path or b"%00" in request.query_string:
            raise NotFound

    @app.after_request
    def _headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CSP)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if secure:
            headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        if request.endpoint == "static":
            if request.path.startswith("/static/build/"):
                headers["Cache-Control"] = FOR_EVER
        else:
            headers.setdefault("Cache-Control", "private, no-store")
        return response


def same_origin() -> bool:
    """Whether a POST comes from our own pages, for the forms that visitors get without a cookie.

    Browsers send Sec-Fetch-Site or Origin with every POST; a request with neither is no browser that
    could be tricked into sending somebody's cookie.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == request.host
    except ValueError:  # no address at all ("http://[")
        return False


def local_path(target: str | None, default: str = "/") -> str:
    """`target` when it is a path on this site, else `default`: a redirect never leaves the site (T46)."""
    if not target or len(target) > 500 or not target.startswith("/"):
        return default
    # Browsers take a backslash for a slash and drop tabs and line ends, so "/\evil" is "//evil".
    if target[1:2] in ("/", "\\") or any(ord(sign) < 33 or ord(sign) == 127 for sign in target):
        return default
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else default
