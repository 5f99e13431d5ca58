"""A table of a sheet as HTML. Pure: no database, no Flask."""

from collections.abc import Sequence

from markupsafe import Markup

Rows = Sequence[Sequence[str]]


def to_html(rows: Rows) -> str:
    """The rows as an HTML table. A first row of words only, all of them filled, names the columns; otherwise letters do,
    as in the program that made it."""
    width = max(map(len, rows), default=0)
    named = len(rows) > 1 and has_names(rows[0])
    names = rows[0] if named else [letters(place) for place in range(width)]
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in names)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(_cell(cell) for cell in row))
        for row in (rows[1:] if named else rows)
    )
    return str(Markup("<thead><tr>{}</tr></thead><tbody>{}</tbody>").format(head, body))


def has_names(row: Sequence[str]) -> bool:
    """Whether a row names columns: no empty cell, no number, and nothing as long as a sentence."""
    return len(row) > 1 and all(
        any(sign.isalpha() for sign in cell) and len(cell) <= 60 and not cell[:1].isdigit() for cell in row
    )


def letters(place: int) -> str:
    """The name of the column at `place` (from 0): A to Z, AA, AB."""
    name = ""
    place += 1
    while place:
        place, sign = divmod(place - 1, 26)
        name = chr(ord("A") + sign) + name
    return name


def _cell(cell: str) -> Markup:
    number = cell.replace(".", "").replace(",", "").replace("-", "").strip().isdecimal()
    return (Markup('<td class="kp-number">{}</td>') if number else Markup("<td>{}</td>")).format(cell)
