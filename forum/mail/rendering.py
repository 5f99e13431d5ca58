"""From a folder in templates/mail/ to subject, text and HTML."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import css_inline
from flask import Flask, current_app
from flask_babel import force_locale, get_domain, gettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_eval_context, select_autoescape
from jinja2.nodes import EvalContext
from markupsafe import Markup

from forum.config import Config
from forum.lib import links, templating
from forum.lib.i18n import LOCALES, number
from forum.mail.inert import Trusted, let_through, subject_line

EXTENSION = "kennisplein-mail-templates"
DRESS = "kennisplein-mail-dress"
# Nothing is fetched: the only style sheet is in the layout.
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


@dataclass(frozen=True)
class Logo:
    """A picture at the top of a mail: its whole address on our site, and how large it is shown."""

    url: str
    width: int
    height: int


Dress = tuple[Callable[[], str], Callable[[], Logo | None]]


@dataclass(frozen=True)
class Rendered:
    """A mail as its recipient will read it."""

    subject: str
    text: str
    html: str


def render(name: str, context: Mapping[str, Any], locale: str) -> Rendered:
    """Render templates/mail/<name>/{subject.txt,body.txt,body.html} in `locale`.

    Whatever `context` holds is shown as plain words (see `forum.mail.inert`), but for addresses of
    our own pages and `Markup`.

    Raises:
        jinja2.TemplateNotFound: there is no such mail.
        jinja2.UndefinedError: a template wants something that `context` lacks.
    """
    environment: Environment = current_app.extensions[EXTENSION]
    undressed: Dress = (lambda: "Kennisplein", lambda: None)
    name_of_site, logo_of_site = current_app.extensions.get(DRESS, undressed)
    site = {"site_name": name_of_site(), "site_logo": logo_of_site()}
    locale = locale if locale in LOCALES else LOCALES[0]
    with force_locale(locale):
        parts = {
            part: environment.get_template(f"{name}/{part}").render(**context, locale=locale, **site)
            for part in ("subject.txt", "body.txt", "body.html")
        }
    return Rendered(
        subject=subject_line(parts["subject.txt"]),
        text=_squeezed(parts["body.txt"]),
        html=_inliner.inline(parts["body.html"]),
    )


def dress(app: Flask, name: Callable[[], str], logo: Callable[[], Logo | None]) -> None:
    """Let `name()` tell the mails of `app` what the site is called, and `logo()` what stands at their top."""
    app.extensions[DRESS] = (name, logo)


def _squeezed(text: str) -> str:
    """At most one empty line in a row: conditions in a template leave holes."""
    lines: list[str] = []
    for line in (raw.rstrip() for raw in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"


def environment_of(app: Flask, config: Config) -> Environment:
    """The templates of mails. Apart from those of pages, so that no page can trust what only mails may."""
    keep = partial(let_through, base_url=config.base_url)
    env = Environment(
        loader=FileSystemLoader(Path(app.root_path).parent / "templates" / "mail"),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=keep,
    )

    def say(context: EvalContext, text: str, values: Mapping[str, Any]) -> str:
        shown = {key: keep(value) for key, value in values.items()}
        if context.autoescape:
            return Markup(text) % shown  # noqa: S704 - a translation of ours; what is filled in is escaped
        return Trusted(text % shown)

    @pass_eval_context
    def translate(context: EvalContext, text: str, /, **values: Any) -> str:
        return say(context, gettext(text), values)

    @pass_eval_context
    def translate_number(context: EvalContext, one: str, many: str, num: int, /, **values: Any) -> str:
        text = get_domain().get_translations().ungettext(one, many, num)
        return say(context, text, {"num": Trusted(number(num)), **values})

    env.filters.update(app.jinja_env.filters)
    env.filters["date"] = lambda moment: Trusted(templating.date(moment))
    env.globals.update(
        _=translate,
        gettext=translate,
        ngettext=translate_number,
        link=links.absolute,
        base_url=config.base_url,
    )
    return env
