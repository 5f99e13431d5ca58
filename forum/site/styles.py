"""The style of the site: a token file that an administrator offers, looks at, chooses and takes away."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import BinaryIO

from flask_babel import gettext as _
from sqlalchemy import delete

from forum.access import Action, Reader, may, require
from forum.core import setting
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import tidy
from forum.site.models import SiteStyle
from forum.site.service import set_values
from forum.site.tokens import contrast, reading, writing
from forum.site.tokens.contrast import Pair
from forum.site.tokens.reading import Found, Line

# A style that was looked at and not chosen is forgotten when somebody offers another one after so long.
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Judged:
    """What is wrong with a file, everything at once: lines that cannot be used, and colours that cannot be read."""

    refused: Sequence[Line] = ()
    unreadable: Sequence[Pair] = ()
    unknown: Sequence[Line] = ()
    found: Found = field(default_factory=Found)

    @property
    def good(self) -> bool:
        """Whether there is nothing wrong with it."""
        return not self.refused and not self.unreadable


def text_of(source: BinaryIO) -> str:
    """The text of a file. Raises Invalid."""
    content = source.read(reading.LONGEST * 4 + 1)
    try:
        text: str = tidy(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = _("Dit bestand is geen tekst die we kunnen lezen. Bewaar het als UTF-8.")
        raise Invalid(message, "file") from error
    if len(text) > reading.LONGEST:
        raise Invalid(_("Dit bestand is te groot. Haal weg wat de site niet gebruikt."), "file")
    return text


def judge(text: str, *, skip_unknown: bool = False) -> Judged:
    """Read a token file. `skip_unknown`: names that we do not use are no fault."""
    found = reading.read(text)
    refused = found.refused if skip_unknown else sorted([*found.refused, *found.unknown])
    return Judged(refused, contrast.failing(found), found.unknown, found)


def offer(reader: Reader, text: str, judged: Judged) -> SiteStyle:
    """Keep a good style to look at. Pages do not change.

    Raises:
        Forbidden: `reader` is no administrator.
        Invalid: something is wrong with it, or it says nothing.
    """
    require(reader, Action.SITE_ADMINISTER)
    css = writing.style_sheet(judged.found)
    if not judged.good or not css:
        raise Invalid(_("Hier staat geen token in dat de site gebruikt."), "tokens")
    mark = hashlib.sha256(css.encode()).hexdigest()[:16]
    old = SiteStyle.created_at < clock.now() - KEPT, SiteStyle.mark != setting.get("style")
    db.session.execute(delete(SiteStyle).where(*old))
    if style := db.session.get(SiteStyle, mark):
        style.source = text
    else:
        style = SiteStyle(mark=mark, source=text, css=css)
        db.session.add(style)
    return style


def get_style(reader: Reader, mark: str) -> SiteStyle:
    """The style with this mark: the chosen one for everybody, another one for who may choose it.

    Raises:
        NotFound: there is none, or it is not for `reader`.
    """
    chosen = mark == setting.get("style")
    if not chosen and not may(reader, Action.SITE_ADMINISTER):
        raise NotFound
    style = db.session.get(SiteStyle, mark)
    if style is None:
        raise NotFound
    return style


def choose(reader: Reader, mark: str) -> None:
    """Give all pages this style; the others are forgotten. Raises Forbidden, NotFound."""
    require(reader, Action.SITE_ADMINISTER)
    style = get_style(reader, mark)
    set_values({"style": style.mark}, by=reader.user_id)
    db.session.execute(delete(SiteStyle).where(SiteStyle.mark != style.mark))


def take_away(reader: Reader) -> None:
    """Give all pages our own style again. Raises Forbidden."""
    require(reader, Action.SITE_ADMINISTER)
    set_values({"style": ""}, by=reader.user_id)
    db.session.execute(delete(SiteStyle))


def source_now() -> str:
    """What was typed for the style that pages have now; empty when it is ours."""
    style = db.session.get(SiteStyle, setting.get("style")) if setting.get("style") else None
    return style.source if style else ""
