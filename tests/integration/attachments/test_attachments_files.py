"""Upload, serve and forget files."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from forum.attachments import form_files, rules, service
from forum.core.attachment import Attachment
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.storage.current import the_storage
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(secret: bytes = b"") -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(out, "PNG")
    return io.BytesIO(out.getvalue() + secret)


def upload(browser: FlaskClient, content: io.BytesIO | bytes, name: str, **more: object) -> TestResponse:
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return browser.post("/bestanden", data={"files": (stream, name), **more})


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Attachment)) or 0


def test_upload_and_get(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    answer = upload(member, b"%PDF-1.7\nnotulen", "Notulen één.pdf")
    assert answer.status_code == 201
    (made,) = answer.json["files"]
    assert (made["name"], made["picture"]) == ("Notulen één.pdf", False)
    got = member.get(made["url"], buffered=True)
    assert got.status_code == 200
    assert got.data == b"%PDF-1.7\nnotulen"
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''" + quote("Notulen één.pdf") in got.headers["Content-Disposition"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Cache-Control"] == "private, no-store"
    assert got.headers["Content-Security-Policy"].startswith("sandbox;")
    assert "Set-Cookie" not in got.headers


def test_head_and_range(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    url = upload(member, b"0123456789", "cijfers.txt").json["files"][0]["url"]
    head = member.head(url, buffered=True)
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", "10")
    part = member.get(url, buffered=True, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.data) == (206, b"234")
    assert member.get(url, buffered=True, headers={"Range": "bytes=99-"}).status_code == 416


def test_type_is_what_the_content_says(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    for content, name in (
        (SVG, "plaatje.png"),
        (b"<html><script>x</script></html>", "a.jpg"),
        (SVG, "a.svg"),
    ):
        made = upload(member, content, name).json["files"][0]
        assert not made["picture"], name
        got = member.get(made["url"], buffered=True)
        assert got.headers["Content-Disposition"].startswith("attachment;"), name
        assert not got.headers["Content-Type"].startswith("image/png"), name


def test_pictures_are_made_anew(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    made = upload(member, picture(b"GEHEIME-PLEK"), "foto.txt").json["files"][0]
    assert made["picture"]
    got = member.get(made["url"], buffered=True)
    assert got.headers["Content-Type"].startswith("image/")
    assert got.headers["Content-Disposition"].startswith("inline")
    assert b"GEHEIME-PLEK" not in got.data
    assert Image.open(io.BytesIO(got.data)).size == (20, 10)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"", "leeg.txt", "is leeg"), (b"\x89PNG\r\n\x1a\nkapot", "kapot.png", "niet als afbeelding lezen")],
)
def test_refused_files(world: World, browser_of: Browser, content: bytes, name: str, words: str) -> None:
    answer = upload(browser_of(world.member), content, name)
    assert answer.status_code == 422
    assert words in answer.json["errors"][0]
    assert count() == 0


def test_too_large(world: World, browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_files, "limit", lambda: 100 * 1024)
    member = browser_of(world.member)
    assert upload(member, b"x" * 100 * 1024, "past.txt").status_code == 201
    answer = upload(member, b"x" * (100 * 1024 + 1), "groot.txt")
    assert answer.status_code == 422
    assert answer.json["errors"] == ["groot.txt is te groot. Een bestand mag hoogstens 100 kB zijn."]


def test_nothing_and_nobody(world: World, browser_of: Browser) -> None:
    assert browser_of(world.member).post("/bestanden").status_code == 422
    assert upload(browser_of(None), b"x", "x.txt").status_code == 404
    assert count() == 0


def test_bytes_are_gone_is_a_404(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    url = upload(member, b"tekst", "tekst.txt").json["files"][0]["url"]
    the_storage().delete(db.session.scalars(select(Attachment.sha256)).one())
    assert member.get(url, buffered=True).status_code == 404


def test_form_with_a_picture_asks_for_words(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    data = {"title": "Kijk", "body": "Een foto", "files": (picture(), "foto.png")}
    answer = member.post("/discussies/nieuw", data=data)
    assert answer.status_code == 422
    assert "wat erop staat" in answer.text
    held = re.search(r'name="attached" value="(\w+)"', answer.text)[1]
    again = {"title": "Kijk", "body": "Een foto", "attached": held, f"alt-{held}": "Een <geel> huis"}
    done = member.post("/discussies/nieuw", data=again)
    assert done.status_code == 303
    assert 'alt="Een &lt;geel&gt; huis"' in member.get(done.location).text


def test_one_picture_with_words_goes_at_once(world: World, browser_of: Browser) -> None:
    data = {"title": "Kijk", "body": "b", "files": (picture(), "foto.png"), "new_alt": "Een huis"}
    assert browser_of(world.member).post("/discussies/nieuw", data=data).status_code == 303
    assert db.session.scalars(select(Attachment.alt_text)).one() == "Een huis"


def test_add_several_and_take_one_away(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    files = [
        (io.BytesIO(b"een"), "een.txt"),
        (io.BytesIO(b"twee"), "twee.txt"),
        (io.BytesIO(b""), "leeg.txt"),
    ]
    answer = member.post(
        "/discussies/nieuw", data={"title": "T", "body": "b", "button": "upload", "files": files}
    )
    assert answer.status_code == 200
    assert "leeg.txt is leeg" in answer.text
    held = re.findall(r'name="attached" value="(\w+)"', answer.text)
    assert len(held) == count() == 2
    fewer = member.post("/discussies/nieuw", data={"title": "T", "attached": held, "remove": held[0]})
    assert re.findall(r'name="attached" value="(\w+)"', fewer.text) == held[1:]
    assert count() == 1


def test_forget_after_a_day(world: World, app: Flask) -> None:
    with transaction():
        item = make.discussion(world.member)
        for name, days, where in (("oud", 2, None), ("nieuw", 0, None), ("vast", 2, item.id)):
            db.session.add(
                Attachment(
                    uploader_id=world.member.id,
                    item_id=where,
                    sha256="0" * 64,
                    size=1,
                    media_type="text/plain",
                    filename=name,
                    created_at=clock.now() - timedelta(days=days),
                )
            )
    assert service.forget_unattached() == 1
    assert set(db.session.scalars(select(Attachment.filename))) == {"nieuw", "vast"}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("notulen.pdf", "notulen.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\jan\\Mijn stuk.docx", "Mijn stuk.docx"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("gnp\u202efdp.exe", "gnpfdp.exe"),
        ('"; rm -rf <x>.txt', "_ rm -rf _x_.txt"),
        ("...", "bestand.pdf"),
        ("", "bestand.pdf"),
        (None, "bestand.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_names(given: str | None, name: str) -> None:
    assert rules.filename(given, "pdf") == name
