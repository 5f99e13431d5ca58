"""The tokens that our styles use, of which sort they are, and our own colours for them.

A test compares this list with `frontend/css/tokens.css` and `frontend/css/theme.css`.
"""

from enum import StrEnum

PREFIX = "--basis-"


class Sort(StrEnum):
    COLOUR = "colour"
    FONT = "font"
    SIZE = "size"


class Scheme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


# On light and on dark pages.
_HOUSE: dict[str, tuple[str, str]] = {
    "color-default-bg-document": ("#fcfaf5", "#1a1815"),
    "color-default-bg-subtle": ("#ffffff", "#22201b"),
    "color-default-bg-default": ("#f4efe4", "#2b2822"),
    "color-default-bg-hover": ("#ede6d7", "#363229"),
    "color-default-border-subtle": ("#e3dac8", "#3c382f"),
    "color-default-border-default": ("#8a8172", "#8f8675"),
    "color-default-color-document": ("#211d18", "#ede7da"),
    "color-default-color-subtle": ("#5f574b", "#b4ab9a"),
    "color-action-1-inverse-bg-default": ("#14574a", "#8ccbb4"),
    "color-action-1-inverse-bg-hover": ("#0c4035", "#aadfcb"),
    "color-action-1-inverse-color-default": ("#ffffff", "#10251f"),
    "color-action-1-bg-default": ("#e4efe8", "#20372f"),
    "color-action-2-color-default": ("#14574a", "#8ccbb4"),
    "color-action-2-color-hover": ("#08352c", "#b6e6d5"),
    "focus-color": ("#14574a", "#b6e6d5"),
    "color-highlight-inverse-bg-default": ("#fbe6a2", "#6b5512"),
    "color-highlight-inverse-color-default": ("#211d18", "#fff6da"),
    "color-negative-bg-default": ("#fbeae4", "#3d211a"),
    "color-negative-border-default": ("#a3301a", "#e88f75"),
    "color-negative-color-default": ("#96290f", "#f3a68f"),
    "color-warning-bg-default": ("#fdf2d6", "#382c12"),
    "color-warning-border-default": ("#9a6b00", "#d8ac4a"),
    "color-warning-color-default": ("#6f4d00", "#ecc871"),
    "color-positive-bg-default": ("#e4efe8", "#20372f"),
    "color-positive-border-default": ("#14574a", "#8ccbb4"),
    "color-positive-color-default": ("#14574a", "#8ccbb4"),
    "color-info-bg-default": ("#f4efe4", "#2b2822"),
    "color-info-border-default": ("#8a8172", "#8f8675"),
    "color-info-color-default": ("#5f574b", "#b4ab9a"),
}
_FONTS = ("text-font-family-default", "heading-font-family")
_SIZES = tuple(f"space-block-{step}" for step in ("sm", "md", "lg", "xl", "3xl", "4xl", "5xl", "6xl"))

SORTS: dict[str, Sort] = {
    **{PREFIX + name: Sort.COLOUR for name in _HOUSE},
    **{PREFIX + name: Sort.FONT for name in _FONTS},
    **{PREFIX + name: Sort.SIZE for name in _SIZES},
}
HOUSE: dict[Scheme, dict[str, str]] = {
    scheme: {PREFIX + name: colours[place] for name, colours in _HOUSE.items()}
    for place, scheme in enumerate((Scheme.LIGHT, Scheme.DARK))
}
