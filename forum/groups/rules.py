"""What a group may be called, what its address becomes, and when somebody must stay. No database here."""

import re
from collections.abc import Callable

from flask_babel import gettext as _
from slugify import slugify

from forum.core.group import Colour, Preset
from forum.lib import addresses
from forum.lib.errors import Invalid

NAME_LENGTH = 80
DESCRIPTION_LENGTH = 1000
MOTIVATION_LENGTH = 500
SLUG_LENGTH = 60
# A link that is printed: as long as a poster hangs, and never for good.
LINK_DAYS, LINK_MOST_DAYS = 30, 365
LINK_MOST_USES = 10_000
# Words that are pages of ours under /groepen/.
RESERVED = frozenset({"nieuw"})
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# What the address of a hidden group looks like: no name may ask for one, taken or not.
_RANDOM = re.compile(r"[2-9b-df-hj-km-np-tv-z]{12}")


def colour(typed: str) -> Colour | None:
    """The colour with this name; none for nothing. Raises Invalid."""
    if not typed:
        return None
    if typed not in list(Colour):
        raise Invalid(_("Kies een van de kleuren."), "colour")
    return Colour(typed)


def email_domain(typed: str) -> str:
    """The domain of addresses that somebody typed, in our one spelling; empty stays empty. Raises Invalid."""
    word = typed.strip().removeprefix("@")
    if not word:
        return ""
    try:
        return addresses.domain(addresses.normal(f"iemand@{word}"))
    except Invalid as error:
        raise Invalid(_("Vul een domein in, bijvoorbeeld gemeente.nl."), "email_domain") from error


def slug_of(name: str) -> str:
    """The address that a group with this name would like to have."""
    slug = slugify(name, max_length=SLUG_LENGTH, word_boundary=True) or "groep"
    return f"groep-{slug}" if slug in RESERVED or _RANDOM.fullmatch(slug) else slug


def is_slug(text: str) -> bool:
    """Whether `text` can be an address that somebody chose."""
    return (
        len(text) <= SLUG_LENGTH
        and SLUG.fullmatch(text) is not None
        and text not in RESERVED
        and not _RANDOM.fullmatch(text)
    )


def free_slug(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """`wanted`, or with -2, -3 … behind it when that is taken."""
    number, slug = 1, wanted
    while is_taken(slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def needs_new_address(before: Preset, after: Preset) -> bool:
    """A hidden group has a random address, others one that can be read: crossing that line changes it."""
    return (before == Preset.HIDDEN) != (after == Preset.HIDDEN)


def would_orphan(is_manager: bool, other_managers: int) -> bool:
    """Whether the group is without a manager when this person is one no longer."""
    return is_manager and other_managers == 0
