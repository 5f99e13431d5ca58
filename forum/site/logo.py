"""The logo of the site: a clean PNG, small enough for every page and sharp enough for paper. PNG because programs for mail
know no WebP."""

from dataclasses import dataclass
from typing import BinaryIO

from flask import url_for
from flask_babel import gettext as _

from forum.access import Action, Reader, require
from forum.core import setting
from forum.lib import links
from forum.lib.errors import Invalid
from forum.mail import rendering
from forum.site.service import set_values
from forum.storage import chosen_pictures

LIGHT, DARK = "logo", "logo_dark"
# Twice as large as it is ever shown, for sharp screens.
LONGEST_SIDE, HIGHEST = 560, 128
MEDIA_TYPE = "image/png"
IN_MAIL = (240, 48)


@dataclass(frozen=True)
class Logo:
    """A logo as it is kept; its size is that in pixels."""

    sha256: str
    width: int
    height: int

    @property
    def url(self) -> str:
        """Its address: another logo has another one."""
        return url_for("site.logo", sha256=self.sha256)


def current(name: str = LIGHT) -> Logo | None:
    """The logo of the site now, or None. Asks nothing beyond the settings."""
    kept = setting.get(name)
    return Logo(kept["sha256"], kept["width"], kept["height"]) if kept else None


def change(
    reader: Reader,
    *,
    light: BinaryIO | None = None,
    dark: BinaryIO | None = None,
    remove: bool = False,
    remove_dark: bool = False,
) -> list[str]:
    """Give the site another logo, or take it away; gives the names of the settings that are another now.

    Without a logo there is none for dark pages either.

    Raises:
        Forbidden: `reader` is no administrator.
        Invalid: a file cannot be used, or there is one for dark pages only.
    """
    require(reader, Action.SITE_ADMINISTER)
    values = {
        LIGHT: _kept(LIGHT, light) if light else ({} if remove else setting.get(LIGHT)),
        DARK: _kept(DARK, dark) if dark else ({} if remove_dark else setting.get(DARK)),
    }
    if not values[LIGHT] and dark:
        raise Invalid(_("Kies eerst een logo voor lichte pagina's."), LIGHT)
    if not values[LIGHT]:
        values[DARK] = {}
    return set_values(values, by=reader.user_id)


def for_mail() -> rendering.Logo | None:
    """The logo at the top of a mail, or None."""
    if not (logo := current()):
        return None
    scale = min(IN_MAIL[0] / logo.width, IN_MAIL[1] / logo.height, 1)
    url = links.absolute("site.logo", sha256=logo.sha256)
    return rendering.Logo(url, max(1, round(logo.width * scale)), max(1, round(logo.height * scale)))


def is_used(sha256: str) -> bool:
    """Whether the site shows the picture with this checksum: for housekeeping, and for its public address."""
    return any(setting.get(name).get("sha256") == sha256 for name in (LIGHT, DARK))


def _kept(name: str, source: BinaryIO) -> dict[str, str | int]:
    try:
        kept = chosen_pictures.keep_sized(source, longest_side=LONGEST_SIDE, highest=HIGHEST, target="PNG")
    except Invalid as error:
        raise Invalid(error.message, name) from error
    return {"sha256": kept.sha256, "width": kept.width, "height": kept.height}
