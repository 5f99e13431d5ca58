"""The pages that every site has, with a text to start from until an administrator writes their own."""

from functools import cache
from pathlib import Path

from flask_babel import lazy_gettext as _l

from forum.lib import markup
from forum.lib.i18n import LOCALES

_FOLDER = Path(__file__).parent / "starters"
# What the address of a page begins with. The frame of every page links to them, so it is not built each time.
ADDRESS = "/pagina/"
# Slug → title. The order is that of the footer.
TITLES = {
    "over": _l("Over deze site"),
    "spelregels": _l("Spelregels"),
    "privacy": _l("Privacy"),
    "toegankelijkheid": _l("Toegankelijkheid"),
    "contact": _l("Contact"),
}


@cache
def starter(slug: str, locale: str) -> str:
    """The Markdown to start from, in a language of ours. Raises KeyError when this is no standard page."""
    TITLES[slug]
    return (_FOLDER / (locale if locale in LOCALES else LOCALES[0]) / f"{slug}.md").read_text(
        encoding="utf-8"
    )


@cache
def starter_html(slug: str, locale: str) -> str:
    """As `starter`, as safe HTML."""
    return markup.render(starter(slug, locale)).html
