"""Whether the colours of a token file can be read, on light and on dark pages: each pair that stands together somewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from forum.lib import contrast
from forum.site.tokens.names import HOUSE, PREFIX, Scheme
from forum.site.tokens.reading import Found

PAGE, SHEET, TINT, STRONG = (
    f"color-default-bg-{name}" for name in ("document", "subtle", "default", "hover")
)
GROUNDS = (PAGE, SHEET, TINT)
BUTTON, BUTTON_HOVER = "color-action-1-inverse-bg-default", "color-action-1-inverse-bg-hover"
QUIET_BUTTON = "color-action-1-bg-default"
# What it is, its token, the grounds that it stands on, and how much contrast it needs.
PAIRS: tuple[tuple[LazyString, str, tuple[str, ...], float], ...] = (
    (_l("De tekst"), "color-default-color-document", (*GROUNDS, STRONG, QUIET_BUTTON), contrast.TEXT),
    (_l("De zachte tekst"), "color-default-color-subtle", GROUNDS, contrast.TEXT),
    (
        _l("De tekst op een knop"),
        "color-action-1-inverse-color-default",
        (BUTTON, BUTTON_HOVER),
        contrast.TEXT,
    ),
    (_l("Een link"), "color-action-2-color-default", (*GROUNDS, QUIET_BUTTON), contrast.TEXT),
    (_l("Een link onder de muis"), "color-action-2-color-hover", (*GROUNDS, QUIET_BUTTON), contrast.TEXT),
    (
        _l("Een gevonden woord"),
        "color-highlight-inverse-color-default",
        ("color-highlight-inverse-bg-default",),
        contrast.TEXT,
    ),
    (
        _l("De tekst van een fout"),
        "color-negative-color-default",
        ("color-negative-bg-default", PAGE, SHEET),
        contrast.TEXT,
    ),
    (
        _l("De tekst van een waarschuwing"),
        "color-warning-color-default",
        ("color-warning-bg-default",),
        contrast.TEXT,
    ),
    (
        _l("De tekst van wat gelukt is"),
        "color-positive-color-default",
        ("color-positive-bg-default",),
        contrast.TEXT,
    ),
    (_l("De tekst van een bericht"), "color-info-color-default", ("color-info-bg-default",), contrast.TEXT),
    (_l("De rand van een veld"), "color-default-border-default", (PAGE, SHEET), contrast.CONTROL),
    (_l("Een knop"), BUTTON, GROUNDS, contrast.CONTROL),
    (_l("De rand om wat je met het toetsenbord kiest"), "focus-color", GROUNDS, contrast.CONTROL),
    (_l("De rand van een fout"), "color-negative-border-default", (PAGE, SHEET), contrast.CONTROL),
)
SCHEMES = {Scheme.LIGHT: _l("Op lichte pagina's"), Scheme.DARK: _l("Op donkere pagina's")}


@dataclass(frozen=True)
class Pair:
    """Two colours that stand together, and how well they can be told apart."""

    scheme: Scheme
    what: str
    front: str
    ground: str
    ratio: float
    least: float
    own: bool  # whether the file chose one of the two

    @property
    def enough(self) -> bool:
        """Whether people can read it."""
        return self.ratio >= self.least

    @property
    def sentence(self) -> str:
        """What is wrong with it."""
        return _(
            "%(scheme)s: %(what)s (%(front)s) op %(ground)s heeft een contrast van %(ratio)s. Dat moet minstens %(least)s zijn.",
            scheme=SCHEMES[self.scheme],
            what=self.what[0].lower() + self.what[1:],
            front=self.front,
            ground=self.ground,
            # Cut and not rounded: 4.49 is not 4.5.
            ratio=_number(int(self.ratio * 100) / 100),
            least=_number(self.least),
        )


def colours(found: Found, scheme: Scheme) -> dict[str, str]:
    """All colours of a page in this scheme: those of the file over our own."""
    return {**HOUSE[scheme], **found.colours(scheme)}


def pairs(found: Found) -> Iterator[Pair]:
    """Every pair, in both schemes."""
    for scheme in Scheme:
        own, all_of_them = found.colours(scheme), colours(found, scheme)
        for what, front, grounds, least in PAIRS:
            for ground in grounds:
                names = PREFIX + front, PREFIX + ground
                ratio = contrast.ratio(*(all_of_them[name] for name in names))
                yield Pair(scheme, str(what), *names, ratio, least, any(name in own for name in names))


def failing(found: Found) -> list[Pair]:
    """The pairs that the file makes unreadable."""
    return [pair for pair in pairs(found) if pair.own and not pair.enough]


def _number(value: float) -> str:
    return format_decimal(value)
