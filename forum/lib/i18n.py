"""Language: that of the site, and another for who chose it. Never guessed from the browser."""

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, format_decimal, get_domain, get_locale
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

LOCALES = ("nl", "en")
COOKIE = "language"
_EXTENSION = "kennisplein-language"


def _locale() -> str:
    if not has_request_context():
        return "nl"
    if "locale" in g:
        return str(g.locale)
    user = current_user.user if current_user and current_user.is_authenticated else None
    chosen = user.locale if user else request.cookies.get(COOKIE)
    if chosen in LOCALES:
        return str(chosen)
    of_site: Callable[[], str] = current_app.extensions[_EXTENSION]
    return of_site()


def speak(locale: str) -> None:
    """Answer the present request in this language, whatever cookie came with it."""
    g.locale = locale


def speak_anyway() -> None:
    """Answer in the language that was found before, else in that of the cookie: what asks the database may
    be what failed."""
    chosen = request.cookies.get(COOKIE, "")
    speak(chosen if chosen in LOCALES else LOCALES[0])


def number(amount: float) -> str:
    """A number as people write it: 1.250 and 0,5, and in English 1,250 and 0.5."""
    # A page has a hundred small ones, which every language writes alike.
    return str(amount) if isinstance(amount, int) and -1000 < amount < 1000 else format_decimal(amount)


class _Domain(Domain):
    """The translations of the site. A number in a sentence is written as people do."""

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        text: str = self.get_translations().ungettext(singular, plural, num)
        return text % {"num": number(num), **variables}


class _Babel(Babel):
    @cached_property  # it keeps what it read of the catalogue
    def domain_instance(self) -> Domain:
        return _Domain(domain=self.domain)


@lru_cache(maxsize=5000)
def _as_is(_language: str, text: str) -> Markup:
    """A text of a template in this language. A page has hundreds, the site a thousand: each is looked up once."""
    return Markup(get_domain().get_translations().ugettext(text)) % {}  # noqa: S704 - a translation of ours


@pass_eval_context
def _gettext(context: EvalContext, text: str, /, **values: Any) -> str:
    """The `gettext` and `_` of templates."""
    if values or not context.autoescape:
        found: str = get_domain().get_translations().ugettext(text)
        return Markup(found) % values if context.autoescape else found % values  # noqa: S704 - as above
    locale = get_locale()
    return _as_is(locale.language if locale else "", text)


@pass_eval_context
def _ngettext(context: EvalContext, one: str, many: str, num: int, /, **values: Any) -> str:
    """The `ngettext` of templates, with numbers as people write them."""
    text: str = get_domain().get_translations().ungettext(one, many, num)
    values = {"num": number(num), **values}
    return Markup(text) % values if context.autoescape else text % values  # noqa: S704 - a translation of ours


def install(app: Flask, of_site: Callable[[], str] = lambda: LOCALES[0]) -> None:
    """Give `app` its translations and the clock of the Netherlands.

    `of_site` tells the language for who chose none.
    """
    app.extensions[_EXTENSION] = of_site
    app.config.update(BABEL_TRANSLATION_DIRECTORIES="translations", BABEL_DEFAULT_LOCALE="nl")
    _Babel(app, locale_selector=_locale, default_timezone="Europe/Amsterdam")
    app.jinja_env.globals.update(get_locale=get_locale, ngettext=_ngettext, gettext=_gettext, _=_gettext)
