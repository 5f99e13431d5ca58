"""Pure rules of the settings: what somebody typed becomes a value, or Invalid says why it cannot."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

from forum.core.item import Audience
from forum.core.setting import GroupMakers, Registration
from forum.lib import addresses
from forum.lib.errors import Invalid
from forum.lib.forms import one_line, tidy
from forum.lib.http import local_path
from forum.lib.i18n import LOCALES

LONGEST_NAME = 40
LONGEST_LEAD = 200
LONGEST_WELCOME = 5_000
MOST_LINKS = 6
LONGEST_WORD = 30
LONGEST_ADDRESS = 300
MOST_DOMAINS = 100


def name(typed: Any) -> str:
    """The name of the site. Raises Invalid."""
    text: str = one_line(typed or "")
    if not text:
        raise Invalid(_("Geef de site een naam."), "name")
    return _at_most(text, LONGEST_NAME, "name")


def lead(typed: Any) -> str:
    """The sentence under the large search box; empty for our own. Raises Invalid."""
    return _at_most(one_line(typed or ""), LONGEST_LEAD, "lead")


def welcome(typed: Any) -> str:
    """The text of the front page, in Markdown. Raises Invalid."""
    return _at_most(tidy(typed or ""), LONGEST_WELCOME, "welcome")


def menu(typed: Any) -> list[list[str]]:
    """The links of the menu: one a line, first the word and then the address.

    Raises:
        Invalid: a line has no word or no address, or the address is neither of this site nor https.
    """
    lines = [one_line(line) for line in tidy(typed or "").split("\n")]
    links = [_link(number, line) for number, line in enumerate(lines, 1) if line]
    if len(links) > MOST_LINKS:
        raise Invalid(_("Zet hoogstens %(most)d links in het menu.", most=MOST_LINKS), "menu")
    return links


def menu_text(links: list[list[str]]) -> str:
    """As an administrator types it: what `menu` reads."""
    return "\n".join(f"{word} {address}" for word, address in links)


def _link(number: int, line: str) -> list[str]:
    word, _space, address = line.rpartition(" ")
    if not word:
        raise Invalid(
            _("Regel %(number)d: zet er eerst een woord, dan een spatie en dan het adres.", number=number),
            "menu",
        )
    if len(word) > LONGEST_WORD:
        message = _(
            "Regel %(number)d: gebruik hoogstens %(most)d tekens voor het woord.",
            number=number,
            most=LONGEST_WORD,
        )
        raise Invalid(message, "menu")
    if len(address) > LONGEST_ADDRESS or not (_is_ours(address) or _is_https(address)):
        message = _(
            "Regel %(number)d: dit adres kan niet. Begin met https:// of, voor deze site, met een /.",
            number=number,
        )
        raise Invalid(message, "menu")
    return [word, address]


def _is_ours(address: str) -> bool:
    return bool(address) and local_path(address, "") == address


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return (
            parts.scheme == "https"
            and bool(parts.hostname)
            and "." in str(parts.hostname)
            and "@" not in parts.netloc
        )
    except ValueError:
        return False


def domains(typed: Any) -> list[str]:
    """The domains whose addresses may have an account, one a line. Raises Invalid."""
    words = {word.removeprefix("@").lower() for word in tidy(typed or "").replace(",", " ").split()} - {""}
    if len(words) > MOST_DOMAINS:
        raise Invalid(_("Vul hoogstens %(most)d domeinen in.", most=MOST_DOMAINS), "registration_domains")
    return sorted({_domain(word) for word in words})


def _domain(word: str) -> str:
    try:
        return addresses.domain(addresses.normal(f"iemand@{word}"))
    except Invalid as error:
        message = _("%(word)s is geen domein. Bedoel je iets als gemeente.nl?", word=word[:60])
        raise Invalid(message, "registration_domains") from error


def _one_of(field: str, allowed: tuple[str, ...]) -> Callable[[Any], str]:
    def check(typed: Any) -> str:
        if typed not in allowed:
            raise Invalid(_("Maak een keuze."), field)
        return str(typed)

    return check


CHECKS: dict[str, Callable[[Any], Any]] = {
    "name": name,
    "lead": lead,
    "welcome": welcome,
    "menu": menu,
    "language": _one_of("language", LOCALES),
    "registration": _one_of("registration", tuple(Registration)),
    "registration_domains": domains,
    "group_makers": _one_of("group_makers", tuple(GroupMakers)),
    "audience_outside": _one_of("audience_outside", (Audience.PUBLIC, Audience.SIGNED_IN)),
    "audience_open_group": _one_of("audience_open_group", (Audience.GROUP, Audience.MEMBERS)),
}


def checked(typed: dict[str, Any]) -> dict[str, Any]:
    """The values of what was typed, by name of the setting.

    Raises:
        Invalid: one cannot be used, or they do not go together.
        KeyError: there is no such setting.
    """
    values = {key: CHECKS[key](value) for key, value in typed.items()}
    if values.get("registration") == Registration.DOMAINS and not values.get("registration_domains"):
        raise Invalid(
            _("Vul minstens één domein in. Of kies iets anders bij “Wie mag een account maken?”."),
            "registration_domains",
        )
    return values


def _at_most(text: str, signs: int, field: str) -> str:
    if len(text) > signs:
        raise Invalid(_("Dit is te lang. Gebruik hoogstens %(max)d tekens.", max=signs), field)
    return text
