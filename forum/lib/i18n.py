"""Language: Dutch, and English for who chose it. Never guessed from the browser."""

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale
from flask_login import current_user

LOCALES = ("nl", "en")
COOKIE = "language"


def _locale() -> str:
    if not has_request_context():
        return "nl"
    if "locale" in g:
        return str(g.locale)
    user = current_user.user if current_user and current_user.is_authenticated else None
    chosen = user.locale if user else request.cookies.get(COOKIE)
    return chosen if chosen in LOCALES else "nl"


def speak(locale: str) -> None:
    """Answer the present request in this language, whatever cookie came with it."""
    g.locale = locale


def speak_anyway() -> None:
    """Answer in the language that was found before, else in that of the cookie: what asks the database may
    be what failed."""
    chosen = request.cookies.get(COOKIE, "")
    speak(chosen if chosen in LOCALES else LOCALES[0])


def install(app: Flask) -> None:
    """Give `app` its translations and the clock of the Netherlands."""
    app.config.update(BABEL_TRANSLATION_DIRECTORIES="translations", BABEL_DEFAULT_LOCALE="nl")
    Babel(app, locale_selector=_locale, default_timezone="Europe/Amsterdam")
    app.jinja_env.globals["get_locale"] = get_locale
