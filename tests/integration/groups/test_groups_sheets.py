"""Sheets to print: one page with name, sentence, address and a code that says just that address."""

from collections.abc import Callable

import pypdfium2
import pytest
from flask.testing import FlaskClient
from PIL import Image

from forum.groups.link_secrets import find_secret
from forum.groups.service_links import make_link
from forum.lib import ids, qr
from forum.lib.db import transaction
from tests import world as make
from tests.world import World, reader

pytestmark = pytest.mark.sqlite_is_enough("a sheet is drawn from a title and an address")
BrowserOf = Callable[[object], FlaskClient]
MILLIMETRES = {"a4": (210, 297), "a5": (148, 210)}


def opened(pdf: bytes, size: str) -> tuple[str, Image.Image]:
    """The text and the picture of a PDF of one page of this size."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        page = document[0]
        assert [round(side / 72 * 25.4) for side in page.get_size()] == list(MILLIMETRES[size])
        return page.get_textpage().get_text_bounded(), page.render(scale=4).to_pil().convert("L")
    finally:
        document.close()


def dark_rows(picture: Image.Image) -> list[int]:
    """The rows of a grey picture in which something is dark."""
    width, height = picture.size
    points = picture.tobytes()
    return [y for y in range(height) if min(points[y * width : (y + 1) * width]) < 100]


def squares(picture: Image.Image, count: int) -> tuple[tuple[int, ...], ...]:
    """The code on a rendered page, read square by square: it is the only black thing as wide as it is high."""
    width, height = picture.size
    middle = picture.crop((width // 5, height // 4, width - width // 5, height * 9 // 10))
    rows = [y + height // 4 for y in dark_rows(middle)]
    runs = [[rows[0]]]
    for y in rows[1:]:
        if y == runs[-1][-1] + 1:
            runs[-1].append(y)
        else:
            runs.append([y])
    code = max(runs, key=len)
    top, bottom = code[0], code[-1] + 1
    columns = dark_rows(picture.crop((0, top, width, bottom)).transpose(Image.Transpose.TRANSPOSE))
    left, right = columns[0], columns[-1] + 1
    assert abs((right - left) - (bottom - top)) <= 2, "a code is square"
    across, down = (right - left) / count, (bottom - top) / count
    return tuple(
        tuple(
            int(picture.getpixel((int(left + (x + 0.5) * across), int(top + (y + 0.5) * down))) < 128)
            for x in range(count)
        )
        for y in range(count)
    )


def check(answer_bytes: bytes, size: str, title: str, address: str) -> None:
    text, picture = opened(answer_bytes, size)
    assert title in " ".join(text.split())
    assert address.partition("://")[2] in text
    assert "Scan de code met je telefoon" in text
    expected = qr.matrix(address)
    assert squares(picture, len(expected)) == expected


@pytest.mark.parametrize("size", ["a4", "a5"])
def test_the_sheet_of_a_link(world: World, browser_of: BrowserOf, size: str) -> None:
    with transaction():
        link = make_link(reader(world.manager), world.hidden_group, public_id=ids.public_id())
        secret = find_secret(link)
    page = f"/groepen/{world.hidden_group.address}/links/{link.public_id}/blad.pdf?formaat={size}"
    answer = browser_of(world.manager).get(page)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    check(answer.data, size, "klankbord", f"http://localhost/u/{secret}")


@pytest.mark.parametrize("size", ["a4", "a5"])
def test_what_everybody_may_read_needs_no_link(world: World, browser_of: BrowserOf, size: str) -> None:
    with transaction():
        item = make.discussion(world.member, world.open_group, title="Eerst bellen, of eerst schrijven?")
    visitor = browser_of(None)
    answer = visitor.get(f"/items/{item.public_id}/blad.pdf?formaat={size}")
    check(answer.data, size, item.title, f"http://localhost/discussies/{item.public_id}")
    answer = visitor.get(f"/groepen/{world.open_group.address}/blad.pdf?formaat={size}")
    check(answer.data, size, "buurtteams", f"http://localhost/groepen/{world.open_group.address}")


def test_nothing_else_has_a_sheet(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        inside = make.discussion(world.member, world.closed_group)
    for who in ("member", "manager", "stranger", "anonymous"):
        browser = browser_of(world.people[who])
        assert browser.get(f"/items/{inside.public_id}/blad.pdf").status_code == 404
        for group in (world.closed_group, world.hidden_group):
            assert browser.get(f"/groepen/{group.address}/blad.pdf").status_code == 404
    assert browser.get(f"/groepen/{world.open_group.address}/blad.pdf?formaat=a0").status_code == 404


def test_long_and_odd_titles_fit(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        long = make.discussion(world.member, title="Wachtlijst " * 18)
        odd = make.discussion(world.member, title="Ćevapčići & <b>één</b> 🙂 " + "W" * 120)
    for item in (long, odd):
        answer = browser_of(None).get(f"/items/{item.public_id}/blad.pdf?formaat=a5")
        check(answer.data, "a5", item.title.split()[1], f"http://localhost/discussies/{item.public_id}")
    text, picture = opened(answer.data, "a5")
    assert "Cevapcici" in text, "a letter that the font lacks is printed without its accent"
    above_the_street = range(picture.height * 9 // 10)
    edge = [picture.getpixel((x, y)) for x in (0, picture.width - 1) for y in above_the_street]
    assert min(edge) > 200, "nothing that is written runs off the paper"


def test_the_code_as_a_picture(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        link = make_link(reader(world.manager), world.open_group, public_id=ids.public_id())
    base = f"/groepen/{world.open_group.address}/links/{link.public_id}"
    manager = browser_of(world.manager)
    code = manager.get(f"{base}/code.svg")
    assert code.mimetype == "image/svg+xml"
    assert b"<script" not in code.data
    assert code.data == qr.svg(f"http://localhost/u/{find_secret(link)}")
    page = manager.get(base).text
    assert f"http://localhost/u/{find_secret(link)}" in page
