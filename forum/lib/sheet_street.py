"""The street at the foot of a sheet to print: gables and trees, as below the pages of the site."""

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

# Of one unit of width each: a house is (width, eaves, gable, wall), a tree (0, height, "tree", leaf).
_BRICK, _ROSE, _SAND, _CLAY, _LEAF, _MOSS = "#c98b6b", "#d9a88e", "#e8d5ac", "#bfa793", "#8aa583", "#b3c39a"
_STREET = (
    (8, 7, "spout", _BRICK), (7, 8.5, "step", _SAND), (0, 6, "tree", _LEAF), (9, 6, "roof", _ROSE), (7, 9, "spout", _CLAY),
    (8, 7.5, "step", _BRICK), (0, 5, "tree", _MOSS), (12, 5.5, "roof", _SAND), (7, 8, "step", _ROSE), (8, 9, "spout", _BRICK),
    (0, 6, "tree", _LEAF), (7, 7, "roof", _CLAY), (8, 8, "spout", _SAND), (9, 7, "step", _ROSE),
)  # fmt: skip
_DOOR, _WINDOW, _TRUNK = "#14523f", "#fcfaf5", "#7a5c45"
_TREE = 5.0


def draw(page: Canvas, unit: float) -> None:
    """Draw it from edge to edge on the foot of `page`, of 100 units of width; it is at most 13 units high."""
    page.saveState()
    page.scale(unit, unit)
    left = 0.0
    for width, height, shape, colour in _STREET:
        if shape == "tree":
            _tree(page, left + _TREE / 2, height, colour)
            left += _TREE
        else:
            _house(page, left, width, height, shape, colour)
            left += width
    page.restoreState()


def _house(page: Canvas, left: float, width: float, eaves: float, gable: str, wall: str) -> None:
    page.setFillColor(HexColor(wall))
    outline = page.beginPath()
    outline.moveTo(left, 0)
    outline.lineTo(left, eaves)
    for across, up in _gable(gable):
        outline.lineTo(left + width * across, eaves + up)
    outline.lineTo(left + width, eaves)
    outline.lineTo(left + width, 0)
    outline.close()
    page.drawPath(outline, stroke=0, fill=1)
    page.setFillColor(HexColor(_WINDOW))
    for row in range(int((eaves - 2.6) // 2)):
        for column in (1, 2, 3) if width > 8 else (1, 2):
            middle = left + width * column / (4 if width > 8 else 3)
            page.rect(middle - 0.45, eaves - 1.6 - row * 2, 0.9, 1.3, stroke=0, fill=1)
    page.setFillColor(HexColor(_DOOR))
    page.rect(left + width / 2 - 0.6, 0, 1.2, 2, stroke=0, fill=1)


def _gable(shape: str) -> list[tuple[float, float]]:
    """The corners above the eaves: part of the width, units up."""
    if shape == "spout":
        return [(0.42, 3.2), (0.58, 3.2)]
    if shape == "step":
        return [(0, 0.8), (0.17, 0.8), (0.17, 1.7), (0.34, 1.7), (0.34, 2.6), (0.66, 2.6), (0.66, 1.7), (0.83, 1.7), (0.83, 0.8), (1, 0.8)]  # fmt: skip
    return [(0.12, 2), (0.88, 2)]


def _tree(page: Canvas, middle: float, height: float, leaf: str) -> None:
    page.setFillColor(HexColor(_TRUNK))
    page.rect(middle - 0.2, 0, 0.4, height / 2, stroke=0, fill=1)
    page.setFillColor(HexColor(leaf))
    page.ellipse(middle - 1.8, height * 0.3, middle + 1.8, height, stroke=0, fill=1)
