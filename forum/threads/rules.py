"""What a title, a text and a theme may be. Pure: no database, no Flask."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext
from slugify import slugify

from forum.lib.errors import Invalid
from forum.lib.markup import text

LONGEST_TITLE = 200
LONGEST_BODY = 50_000
LONGEST_SUMMARY = 300
LONGEST_THEME = 60
MOST_THEMES = 5


def title(typed: str) -> str:
    """`typed` on one line, without characters that only do harm.

    Raises:
        Invalid: it is empty or too long.
    """
    line = " ".join(text.clean(typed).split())
    if not line:
        raise Invalid(_("Vul een titel in."), "title")
    return _not_longer(line, LONGEST_TITLE, "title")


def body(typed: str, *, required: bool = False) -> str:
    """`typed` cleaned; may be empty unless `required`.

    Raises:
        Invalid: it is empty but required, or too long.
    """
    cleaned = text.clean(typed).strip()
    if required and not cleaned:
        raise Invalid(_("Schrijf eerst je tekst."), "body")
    return _not_longer(cleaned, LONGEST_BODY, "body")


def summary(typed: str) -> str:
    """`typed` on one line. Raises Invalid when it is too long."""
    return _not_longer(" ".join(text.clean(typed).split()), LONGEST_SUMMARY, "summary")


def themes(names: Iterable[str], *, most: int = MOST_THEMES) -> dict[str, str]:
    """The themes named, as slug to name, each once, in the order in which they were named; `most` may be named.

    Raises:
        Invalid: one is too long, or there are too many.
    """
    found: dict[str, str] = {}
    for name in names:
        line = _not_longer(" ".join(text.clean(name).split()), LONGEST_THEME, "themes")
        if slug := theme_slug(line):
            found.setdefault(slug, line)
    if len(found) > most:
        raise Invalid(
            ngettext("Kies hoogstens %(num)s thema.", "Kies hoogstens %(num)s thema's.", most),
            "themes",
        )
    return found


def theme_slug(name: str) -> str:
    """The name in addresses of the theme that is spelled so; empty when nothing of `name` can stand in one."""
    return slugify(name, max_length=80)


def _not_longer(value: str, limit: int, field: str) -> str:
    if len(value) > limit:
        raise Invalid(
            _(
                "Dit is te lang: %(length)s tekens. Gebruik er hoogstens %(limit)s.",
                length=len(value),
                limit=limit,
            ),
            field,
        )
    return value
