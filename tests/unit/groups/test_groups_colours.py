"""The colours that a group can have: each of them can be read, in light and in dark."""

import re

import pytest
from flask import Flask

from forum.app import ROOT
from forum.core.group import Colour
from forum.groups import rules
from forum.groups.forms import COLOURS
from forum.lib import contrast, i18n
from forum.lib.errors import Invalid
from forum.site.tokens.names import HOUSE, Scheme

CSS = ROOT / "frontend" / "css"
GROUNDS = ("--basis-color-default-bg-document", "--basis-color-default-bg-subtle")
PARTS = re.compile(
    r"\.kp-accent--(\w+) \{ --kp-group-tint: var\((\S+)\); --kp-group-ink: var\((\S+)\); --kp-group-line: var\((\S+)\); \}"
)


def values() -> dict[Scheme, dict[str, str]]:
    """Our own names with a colour, by scheme."""
    light, dark = (
        dict(re.findall(r"(--kp-[\w-]+): (#[0-9a-f]{6});", part))
        for part in (CSS / "tokens.css").read_text().split("@media screen and (prefers-color-scheme: dark)")
    )
    return {Scheme.LIGHT: light, Scheme.DARK: light | dark}


def test_the_styles_know_every_colour_and_no_other() -> None:
    found = [name for name, *_ in PARTS.findall((CSS / "accents.css").read_text())]
    assert sorted(found) == sorted(Colour) == sorted(value for value in COLOURS if value)


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("colour", list(Colour))
def test_it_can_be_read(colour: Colour, scheme: Scheme) -> None:
    parts = {name: names for name, *names in PARTS.findall((CSS / "accents.css").read_text())}
    tint, ink, line = (values()[scheme][name] for name in parts[colour])
    assert contrast.ratio(ink, tint) >= contrast.TEXT
    for ground in GROUNDS:
        assert contrast.ratio(line, HOUSE[scheme][ground]) >= contrast.CONTROL
    if scheme == Scheme.DARK:  # a colour of its own for the evening, not that of the day
        assert values()[Scheme.LIGHT][parts[colour][0]] != tint


def test_what_is_typed(app: Flask) -> None:
    assert rules.colour("") is None
    assert rules.colour("plum") == Colour.PLUM
    for typed in ("roze", "#ff0000", "plum ", "PLUM", "brick;}"):
        with app.test_request_context(), pytest.raises(Invalid) as refused:
            i18n.speak("nl")
            rules.colour(typed)
        assert refused.value.field == "colour"
