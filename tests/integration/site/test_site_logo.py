"""A logo of one's own: clean, on every page, in mails and on posters, and gone when it is taken away."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from pypdfium2 import PdfDocument
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from forum import mail
from forum.core import setting
from forum.core.security_event import SecurityEvent
from forum.lib.db import db
from forum.mail.folder import list_mails
from forum.site import logo as service
from forum.storage import cleaning
from forum.storage.current import the_storage
from tests.corpus import CORPUS, needs_corpus
from tests.integration.project.test_project_page_cache import is_hit
from tests.pictures import SECRET, photo
from tests.world import World

BrowserOf = Callable[[object], FlaskClient]
PAGE = "/beheer/uiterlijk"


def png(size: tuple[int, int] = (900, 200), colour: tuple[int, ...] = (20, 90, 70, 255)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGBA", size, colour).save(out, "PNG")
    out.seek(0)
    return out


def choose(client: FlaskClient, **files: io.BytesIO) -> int:
    """Send these as the files of the form; gives the status."""
    data = {name: FileStorage(file, filename="logo.png") for name, file in files.items()}
    return client.post(PAGE, data=data, content_type="multipart/form-data").status_code


def address(name: str = service.LIGHT) -> str:
    db.session.rollback()
    return f"/logo/{setting.get(name)['sha256']}.png"


def details() -> list[tuple[str, int | None]]:
    query = select(SecurityEvent.detail, SecurityEvent.actor_id).order_by(SecurityEvent.id)
    return [tuple(row) for row in db.session.execute(query)]


def test_it_stands_on_every_page_with_the_name_as_its_text(
    world: World, app: Flask, browser_of: BrowserOf
) -> None:
    visitor = app.test_client()
    assert "kp-logo__mark" in visitor.get("/groepen").text
    assert choose(browser_of(world.administrator), logo=png()) == 303
    page = visitor.get("/groepen").text
    assert f'src="{address()}" alt="Kennisplein" width="560" height="124"' in page
    assert "kp-logo__mark" not in page
    assert "<source" not in page
    assert details() == [("logo", world.administrator.id)]


def test_the_file_is_made_anew_small_and_without_what_a_camera_left(
    world: World, browser_of: BrowserOf
) -> None:
    source = photo()
    assert SECRET.encode() in source.getvalue()
    assert choose(browser_of(world.administrator), logo=source) == 303
    kept = the_storage().path(setting.get("logo")["sha256"]).read_bytes()
    assert SECRET.encode() not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, picture.size) == ("PNG", (171, 128))
        assert not picture.getexif()


def test_everybody_gets_it_and_may_keep_it_and_gets_no_other_file(
    world: World, app: Flask, browser_of: BrowserOf
) -> None:
    choose(browser_of(world.administrator), logo=png())
    for client in (app.test_client(), browser_of(world.member)):
        answer = client.get(address())
        assert (answer.status_code, answer.mimetype) == (200, "image/png")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
    other = the_storage().put(io.BytesIO(b"geheim"), limit=100).sha256
    for nothing in (other, "0" * 64, "x", setting.get("logo")["sha256"][:20]):
        assert app.test_client().get(f"/logo/{nothing}.png").status_code == 404


def test_one_for_dark_pages_and_taking_them_away(world: World, app: Flask, browser_of: BrowserOf) -> None:
    admin, visitor = browser_of(world.administrator), app.test_client()
    assert choose(admin, logo_dark=png()) == 422  # not without the first
    assert choose(admin, logo=png(), logo_dark=png(colour=(250, 250, 250, 255))) == 303
    page = visitor.get("/groepen").text
    assert f'<source srcset="{address(service.DARK)}"' in page
    assert "kp-logo__image--alone" not in page
    gone = address(service.DARK)
    assert admin.post(PAGE, data={"remove_logo_dark": "y"}).status_code == 303
    assert "kp-logo__image--alone" in visitor.get("/groepen").text
    assert visitor.get(gone).status_code == 404
    choose(admin, logo_dark=png(colour=(250, 250, 250, 255)))
    light, dark = address(), address(service.DARK)
    assert admin.post(PAGE, data={"remove_logo": "y"}).status_code == 303
    assert "kp-logo__mark" in visitor.get("/groepen").text
    assert [visitor.get(path).status_code for path in (light, dark)] == [404, 404]
    assert [detail for detail, _by in details()] == [
        "logo", "logo_dark", "logo_dark", "logo_dark", "logo", "logo_dark",
    ]  # fmt: skip
    assert "Logo voor donkere pagina" in admin.get("/beheer/logboek").text


def test_visitors_pages_in_memory_follow(world: World, client: FlaskClient, browser_of: BrowserOf) -> None:
    client.get("/groepen")
    assert is_hit(client, "/groepen")
    choose(browser_of(world.administrator), logo=png())
    assert address() in client.get("/groepen").text


def test_nobody_else_chooses_it(world: World, browser_of: BrowserOf) -> None:
    for name in ("member", "manager", "moderator"):
        assert browser_of(world.people[name]).get(PAGE).status_code == 403
        assert choose(browser_of(world.people[name]), logo=png()) == 403
    for name in ("anonymous", "deactivated"):
        assert browser_of(world.people[name]).get(PAGE).status_code == 404
        assert choose(browser_of(world.people[name]), logo=png()) in (400, 403, 404)
    assert setting.get("logo") == {}


def refused(client: FlaskClient, content: bytes) -> str:
    data = {"logo": FileStorage(io.BytesIO(content), filename="logo.png", content_type="image/png")}
    answer = client.post(PAGE, data=data, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 422
    return answer.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "Een SVG kan niet"),
        (b"dag", "Dit is geen afbeelding die we kennen"),
        (png().getvalue()[:90], "beschadigd"),
        (b"\x89PNG" + b"x" * (10 * 1024 * 1024), "hoogstens 10 MB"),
    ],
    ids=["svg", "text", "damaged", "large"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(
    world: World, browser_of: BrowserOf, content: bytes, sentence: str
) -> None:
    assert sentence in refused(browser_of(world.administrator), content)
    assert setting.get("logo") == {}
    assert details() == []


@needs_corpus
def test_hostile_pictures_change_nothing_or_become_a_clean_png(world: World, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    taken = set()
    folders = [CORPUS / "attacks" / name for name in ("images", "svg", "polyglot-pdf", "filetypes")]
    for path in (path for folder in folders for path in sorted(folder.iterdir())):
        data = {"logo": FileStorage(io.BytesIO(path.read_bytes()), filename=path.name)}
        answer = admin.post(PAGE, data=data, content_type="multipart/form-data")
        answer.request.environ["wsgi.input"].close()  # of a large file, on disk
        assert answer.status_code in (303, 422), path.name
        if answer.status_code == 303:
            taken.add(path.suffix)
            served = admin.get(address()).data
            assert served.startswith(b"\x89PNG\r\n\x1a\n")
            assert b"<script" not in served.lower()
    assert taken == {".gif", ".jpg", ".webp"}


def test_it_is_at_the_top_of_mails(world: World, app: Flask, browser_of: BrowserOf) -> None:
    folder = app.config["KENNISPLEIN"].folder("mail")
    mail.send("a@example.org", "sign_in", {"code": "1", "url": "http://localhost/x"})
    assert "<img" not in list_mails(folder)[0].html
    choose(browser_of(world.administrator), logo=png())
    mail.send("b@example.org", "sign_in", {"code": "1", "url": "http://localhost/x"})
    sent = next(sent for sent in list_mails(folder) if "<img" in sent.html)
    assert f'src="http://localhost{address()}" alt="Kennisplein" width="217" height="48"' in sent.html


def test_it_is_on_posters_and_a_lost_file_costs_no_poster(world: World, browser_of: BrowserOf) -> None:
    sheet = f"/groepen/{world.open_group.address}/blad.pdf"

    def text_and_pictures() -> tuple[str, int]:
        [page] = PdfDocument(browser_of(None).get(sheet).data)
        # 3: pictures, in the list of kinds of PDFium.
        return page.get_textpage().get_text_range(), sum(1 for thing in page.get_objects() if thing.type == 3)

    text, pictures = text_and_pictures()
    assert ("Kennisplein" in text, pictures) == (True, 0)
    choose(browser_of(world.administrator), logo=png(colour=(20, 90, 70, 120)))
    text, pictures = text_and_pictures()
    assert ("Kennisplein" in text, pictures) == (False, 1)
    the_storage().delete(setting.get("logo")["sha256"])
    text, pictures = text_and_pictures()
    assert ("Kennisplein" in text, pictures) == (True, 0)


def test_housekeeping_leaves_it_while_it_is_shown(world: World, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    choose(admin, logo=png())
    sha256 = setting.get("logo")["sha256"]
    cleaning.clean(spared=cleaning.SPARED * 0)
    assert sha256 in set(the_storage().checksums())
    admin.post(PAGE, data={"remove_logo": "y"})
    db.session.rollback()
    cleaning.clean(spared=cleaning.SPARED * 0)
    assert sha256 not in set(the_storage().checksums())
