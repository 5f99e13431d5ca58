"""How a document looks: drawn by the worker in a process of its own, shown with its text."""

import csv
import io
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import delete, select

from forum.cli import main
from forum.lib.db import db, transaction
from forum.library import jobs, previews, tables
from forum.library.extraction import drawing
from forum.library.extraction.child import WorkerFailed
from forum.library.extraction.outcome import DRAWING_LIMITS, Limits
from forum.library.models import Document, DocumentPicture
from forum.library.reflow import without_margins
from forum.storage import cleaning, types
from forum.storage.current import the_storage
from tests import documents
from tests.corpus import CORPUS, needs_corpus
from tests.world import World

Browser = Callable[[object], FlaskClient]
Work = Callable[[], object]


def draw(folder: Path, content: bytes, name: str, limits: Limits = DRAWING_LIMITS) -> list[object]:
    path = folder / "content"
    path.write_bytes(content)
    return list(drawing.draw(path, types.detect(path, name).media_type, limits=limits))


def picture(width: int, height: int) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(made, "PNG")
    return made.getvalue()


def test_the_first_pages_of_a_pdf_are_drawn_and_no_more(tmp_path: Path) -> None:
    found = draw(tmp_path, documents.pdf(*map(str, range(25))), "a.pdf")
    assert [page.number for page in found] == list(range(1, 21))
    assert {(page.width, len(page.data) == page.width * page.height * 3) for page in found} == {(900, True)}
    assert len({page.data for page in found}) == 20


def test_a_picture_fits_and_keeps_its_colour(tmp_path: Path) -> None:
    [wide] = draw(tmp_path, picture(3000, 100), "a.png")
    assert (wide.width, wide.height, tuple(wide.data[:3])) == (900, 30, (200, 30, 30))
    [small] = draw(tmp_path, picture(10, 10), "a.png")
    assert (small.width, small.height) == (10, 10)


def test_of_a_sheet_the_beginning_is_shown_as_a_table(tmp_path: Path) -> None:
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow([f"kolom {letter}" for letter in "abcdefghijklmnopqrst"])
    writer.writerows([[row] * 20 for row in range(300)])
    [table] = draw(tmp_path, made.getvalue().encode(), "a.csv")
    assert (len(table.rows), len(table.rows[0]), table.more_rows, table.more_columns) == (100, 15, True, True)
    html = tables.to_html(table.rows)
    assert '<th scope="col">kolom a</th>' in html
    assert html.count("<tr>") == 100


def test_columns_without_a_name_have_letters_and_cells_are_escaped() -> None:
    html = tables.to_html([["1", "<b>"], ["2", ""]])
    assert '<th scope="col">A</th><th scope="col">B</th>' in html
    assert "&lt;b&gt;" in html
    assert tables.letters(25) + tables.letters(26) + tables.letters(701) == "ZAAZZ"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4 niets",
        b"%PDF-1.4\n" + os.urandom(2000),
        b"\x89PNG\r\n\x1a\n" + b"x" * 100,
        b"GIF89a" + b"\xff" * 50,
    ],
)
def test_a_bad_file_shows_nothing_and_raises_nothing(tmp_path: Path, content: bytes) -> None:
    assert draw(tmp_path, content, "a.pdf") == []


def test_what_was_drawn_before_the_time_was_over_is_kept(tmp_path: Path) -> None:
    pages = documents.pdf(*map(str, range(20)))
    started = time.monotonic()
    found = draw(tmp_path, pages, "a.pdf", Limits(seconds=0.01))
    assert len(found) < 20
    assert time.monotonic() - started < 60


def lying(folder: Path, monkeypatch: pytest.MonkeyPatch, said: bytes) -> list[object]:
    """What is understood of a child that says this."""
    (folder / "said").write_bytes(b'{"ready": true}\n' + said)
    program = folder / "program"
    program.write_text(f"#!/bin/sh\ncat {folder / 'said'}\n")
    program.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(program))
    return draw(folder, documents.pdf("x"), "a.pdf")


@pytest.mark.parametrize(
    "said",
    [
        b'{"picture": 1, "width": 100000, "height": 100000}\n',
        b'{"picture": 1, "width": -1, "height": 3}\n' + b"x" * 100,
        b'{"picture": 1, "width": true, "height": 1}\nxxx',
        b'{"picture": 0, "width": 1, "height": 1}\nxxx',
        b'{"picture": 21, "width": 1, "height": 1}\nxxx',
        b'{"picture": 1, "width": 2, "height": 2}\nxxx',
        b'{"picture": null}\n',
        b'{"table": 1, "rows": "x"}\n',
        b'{"table": 1, "rows": []}\n',
        b"x" * 5_000_000,
    ],
)
def test_a_child_that_a_document_took_over_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    assert lying(tmp_path, monkeypatch, said) == []


def test_a_page_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = b'{"picture": 1, "width": 1, "height": 1}\nxxx'
    assert [page.number for page in lying(tmp_path, monkeypatch, one + one)] == [1]


def test_a_drawer_that_does_not_start_is_not_blamed_on_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(WorkerFailed):
        draw(tmp_path, documents.pdf("x"), "a.pdf")


def test_a_document_is_shown_as_it_looks_with_its_text(world: World, browser_of: Browser, work: Work) -> None:
    made = documents.document(
        world.member, content=documents.pdf("wachtlijst", "jeugdzorg"), filename="a.pdf", title="Nota"
    )
    address = f"/documenten/{made.public_id}"
    visitor = browser_of(None)
    assert "/beeld/" not in visitor.get(address).text + visitor.get("/bibliotheek").text
    work()
    page, listed = visitor.get(address).text, visitor.get("/bibliotheek").text
    assert page.count("/beeld/") == 2
    assert f'src="{address}/beeld/2"' in page
    assert "wachtlijst" in page
    assert f'src="{address}/beeld/0"' in listed
    assert 'alt="" loading="lazy"' in listed
    jobs.draw(made.id)
    assert len(db.session.scalars(select(DocumentPicture)).all()) == 3


def test_what_has_no_picture_has_the_sign_of_its_sort(world: World, browser_of: Browser, work: Work) -> None:
    documents.document(world.member, title="Tekst")
    work()
    listed = browser_of(None).get("/bibliotheek").text
    assert "kp-doc__picture" not in listed
    assert "kp-sheet__type" in listed


def test_a_picture_without_text_is_still_shown(world: World, browser_of: Browser, work: Work) -> None:
    made = documents.document(world.member, content=picture(300, 200), filename="plaat.png", title="Plaat")
    work()
    visitor = browser_of(None)
    page = visitor.get(f"/documenten/{made.public_id}").text
    assert f"/documenten/{made.public_id}/beeld/1" in page
    assert 'alt="Afbeelding zonder tekst die we kunnen lezen"' in page
    assert "Lees als tekst" not in page
    assert visitor.get(f"/documenten/{made.public_id}/lezen").status_code == 302


def test_pages_after_the_last_picture_are_text(world: World, browser_of: Browser, work: Work) -> None:
    texts = [f"bladzijde nummer {number}" for number in range(1, 24)]
    made = documents.document(world.member, content=documents.pdf(*texts), filename="a.pdf", title="Lang")
    work()
    page = browser_of(None).get(f"/documenten/{made.public_id}").text
    assert page.count("/beeld/") == previews.MOST_PAGES == 20
    assert '<div class="kp-prose kp-doctext">bladzijde nummer 23</div>' in page
    assert "eerste 20 pagina" in page


def test_the_text_is_read_on_a_page_of_its_own(world: World, browser_of: Browser, work: Work) -> None:
    texts = [f"Woord{number} " + "tekst " * 1500 for number in range(1, 9)]
    made = documents.document(world.member, content=documents.pdf(*texts), filename="a.pdf", title="Lang")
    work()
    visitor = browser_of(None)
    address = f"/documenten/{made.public_id}/lezen"
    first = visitor.get(address).text
    assert ("Woord1 " in first, "Woord7 " in first, "<h2>Pagina 1</h2>" in first) == (True, False, True)
    assert "/beeld/" not in first
    assert f'name="in" value="{made.public_id}"' in first
    sent = visitor.get(f"{address}?pagina=7")
    assert (sent.status_code, sent.location) == (302, f"{address}?deel=4#pagina-7")
    assert "Woord7 " in visitor.get(sent.location).text
    for odd in ("?pagina=x", "?pagina=999", "?deel=-1", "?deel=999", "?pagina="):
        assert visitor.get(address + odd, follow_redirects=True).status_code == 200, odd


def test_lines_that_stand_on_every_page_are_left_out_when_reading() -> None:
    pages = [
        f"Gemeente Waterveen\nInhoud {letter}\nPagina {place} van 5" for place, letter in enumerate("abcde")
    ]
    assert without_margins(pages) == [f"Inhoud {letter}" for letter in "abcde"]
    assert without_margins(pages[:3]) == pages[:3]


def test_pictures_stay_as_long_as_their_document_and_go_with_it(world: World, work: Work) -> None:
    made = documents.document(world.member, content=documents.pdf("x"), filename="a.pdf")
    work()
    kept = db.session.scalars(select(DocumentPicture.sha256)).all()
    then = time.time() - timedelta(days=3).total_seconds()
    for sha256 in the_storage().checksums():
        os.utime(the_storage().path(sha256), (then, then))
    assert cleaning.clean() == 0
    db.session.delete(db.session.get(Document, made.id))
    db.session.commit()
    cleaning.clean()
    assert [the_storage().exists(sha256) for sha256 in kept] == [False, False]


def hostile() -> list[Path]:
    folders = ("attacks/polyglot-pdf", "attacks/files", "attacks/images", "documents-odd/pdf-handbuilt")
    return [path for folder in folders for path in sorted((CORPUS / folder).glob("*")) if path.is_file()]


@needs_corpus
def test_no_attack_takes_the_worker_down() -> None:
    files = hostile()
    assert len(files) > 40
    for path in files:
        parts = list(drawing.draw(path, types.detect(path, path.name).media_type))
        assert len(parts) <= 30, path.name


def test_documents_of_before_are_drawn_by_a_command(app: Flask, world: World, work: Work) -> None:
    documents.document(world.member, content=documents.pdf("x"), filename="a.pdf")
    documents.document(world.member, content=documents.pdf("y"), filename="b.pdf")
    documents.document(world.member)
    work()
    with transaction():
        db.session.execute(delete(DocumentPicture))
    told = app.test_cli_runner().invoke(main.commands["library"], ["draw"])
    assert told.output.startswith("The worker draws 2 documents.")
    work()
    assert len(db.session.scalars(select(DocumentPicture)).all()) == 4
    assert "draws 0 documents" in app.test_cli_runner().invoke(main.commands["library"], ["draw"]).output
