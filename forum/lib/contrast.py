"""How well two colours can be told apart: the measure of WCAG 2, from 1 (the same) to 21 (black on white)."""

TEXT = 4.5
CONTROL = 3.0


def luminance(colour: str) -> float:
    """How light `colour` (#rrggbb) is: 0 for black, 1 for white."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """The contrast of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
