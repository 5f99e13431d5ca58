"""The style of the site: offered, looked at, chosen, on every page at once, and taken away."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from forum.core import setting
from forum.core.security_event import SecurityEvent
from forum.lib import clock
from forum.lib.db import db
from forum.lib.http import CSP, FOR_EVER
from forum.site.models import SiteStyle
from tests.attacks import attack_sources
from tests.corpus import needs_corpus
from tests.counting import recorded
from tests.integration.project.test_project_page_cache import is_hit
from tests.world import World

BrowserOf = Callable[[object], FlaskClient]
PAGE = "/beheer/huisstijl"
GOOD = ":root {\n  --basis-color-action-1-inverse-bg-default: #1d4e89;\n}"
OTHER = GOOD.replace("#1d4e89", "#7a2e17")


def offer(client: FlaskClient, text: str, **more: object) -> TestResponse:
    return client.post(PAGE, data={"tokens": text, **more})


def chosen(client: FlaskClient, text: str = GOOD) -> str:
    """Let all pages have this style; gives its mark."""
    place = offer(client, text).location
    assert client.post(place).status_code == 303
    return place.rsplit("/", 1)[1]


def details() -> list[str]:
    return list(db.session.scalars(select(SecurityEvent.detail).order_by(SecurityEvent.id)))


def test_it_is_looked_at_before_anybody_else_sees_it(world: World, app: Flask, browser_of: BrowserOf) -> None:
    admin, visitor = browser_of(world.administrator), app.test_client()
    answer = offer(admin, GOOD)
    assert answer.status_code == 303
    mark = answer.location.rsplit("/", 1)[1]
    sheet = f"/huisstijl/{mark}.css"
    preview = admin.get(answer.location).text
    assert f'href="{sheet}"' in preview
    assert 'fill="#1d4e89"' in preview
    assert "1 eigen kleur" in preview
    assert "--basis-color-action-1-inverse-bg-default:#1d4e89;" in admin.get(sheet).text
    assert admin.get(sheet).headers["Cache-Control"] == "private, no-store"
    for name in ("anonymous", "member", "moderator"):
        other = browser_of(world.people[name])
        assert other.get(sheet).status_code == 404
        assert other.get(answer.location).status_code == (404 if name == "anonymous" else 403)
        assert "/huisstijl/" not in other.get("/groepen").text
    assert details() == []
    assert admin.post(answer.location).status_code == 303
    assert f'<link rel="stylesheet" href="{sheet}">' in visitor.get("/groepen").text
    got = visitor.get(sheet)
    assert (got.status_code, got.mimetype, got.headers["Cache-Control"]) == (200, "text/css", FOR_EVER)
    assert got.headers["Content-Security-Policy"] == CSP
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in got.headers
    assert details() == ["style"]
    assert "Huisstijl" in admin.get("/beheer/logboek").text


def test_visitors_pages_in_memory_follow_and_it_costs_no_question(
    world: World, client: FlaskClient, browser_of: BrowserOf
) -> None:
    client.get("/groepen")
    assert is_hit(client, "/groepen")
    with recorded() as before:
        client.get("/groepen?pagina=2")
    mark = chosen(browser_of(world.administrator))
    assert mark in client.get("/groepen").text
    with recorded() as after:
        client.get("/groepen?pagina=2")
    assert len(after) == len(before)
    browser_of(world.administrator).post(f"{PAGE}/weg")
    assert mark not in client.get("/groepen").text


def test_taken_away_and_changed(world: World, app: Flask, browser_of: BrowserOf) -> None:
    admin, visitor = browser_of(world.administrator), app.test_client()
    first = chosen(admin)
    assert "#1d4e89" in admin.get(PAGE).text  # to change it, one begins with it
    second = chosen(admin, OTHER)
    assert visitor.get(f"/huisstijl/{first}.css").status_code == 404
    assert visitor.get(f"/huisstijl/{second}.css").status_code == 200
    assert admin.post(f"{PAGE}/weg").status_code == 303
    assert visitor.get(f"/huisstijl/{second}.css").status_code == 404
    assert "/huisstijl/" not in visitor.get("/groepen").text
    assert details() == ["style"] * 3
    assert db.session.scalars(select(SiteStyle)).all() == []


def test_what_is_refused_is_told_together_and_stays_in_the_form(world: World, browser_of: BrowserOf) -> None:
    text = ":root {\n  --basis-focus-color: url(x);\n  --iets-anders: 1;\n  --basis-color-default-color-document: #ccc;\n}"
    answer = offer(browser_of(world.administrator), text)
    assert answer.status_code == 422
    page = answer.text
    assert "2 regels kunnen niet" in page
    assert "<strong>Regel 2:</strong> --basis-focus-color: dit is geen kleur" in page
    assert "<strong>Regel 3:</strong> --iets-anders: deze naam gebruikt de site niet." in page
    assert "de tekst (--basis-color-default-color-document) op --basis-color-default-bg-document" in page
    assert "--iets-anders: 1;" in page.split("<textarea")[1]
    assert db.session.scalars(select(SiteStyle)).all() == []


def test_names_that_we_do_not_use_can_be_skipped(world: World, browser_of: BrowserOf) -> None:
    text = GOOD.replace("}", "  --iets-anders: 1;\n}")
    admin = browser_of(world.administrator)
    assert offer(admin, text).status_code == 422
    answer = offer(admin, text, skip_unknown="y")
    assert answer.status_code == 303
    assert "1 naam is overgeslagen" in admin.get(answer.location).text
    assert "iets-anders" not in admin.get(f"/huisstijl/{answer.location.rsplit('/', 1)[1]}.css").text


@pytest.mark.parametrize("text", ["", "   ", ":root {}", "/* niets */"])
def test_nothing_is_no_style(world: World, browser_of: BrowserOf, text: str) -> None:
    answer = offer(browser_of(world.administrator), text)
    assert answer.status_code == 422
    assert "geen token in dat de site gebruikt" in answer.text


def test_a_file(world: World, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)

    def send(content: bytes) -> TestResponse:
        file = FileStorage(io.BytesIO(content), filename="thema.css")
        answer = admin.post(PAGE, data={"file": file}, content_type="multipart/form-data")
        answer.request.environ["wsgi.input"].close()
        return answer

    assert send(b"\xef\xbb\xbf" + GOOD.encode()).status_code == 303
    wrong = send(b":root { --basis-focus-color: geen }")
    assert wrong.status_code == 422
    assert "--basis-focus-color: geen" in wrong.text.split("<textarea")[1]
    assert "geen tekst die we kunnen lezen" in send(b"\xff\xfe:\x00").text
    assert "te groot" in send(b" " * 10 + b"x" * 300_001).text


def test_nobody_else(world: World, browser_of: BrowserOf) -> None:
    mark = offer(browser_of(world.administrator), GOOD).location.rsplit("/", 1)[1]
    for name in ("member", "manager", "moderator"):
        client = browser_of(world.people[name])
        assert client.get(PAGE).status_code == 403
        assert offer(client, OTHER).status_code == 403
        for path in (f"{PAGE}/{mark}", f"{PAGE}/weg"):
            assert client.post(path).status_code == 403
    assert setting.get("style") == ""
    assert browser_of(world.administrator).post(f"{PAGE}/{'0' * 16}").status_code == 404


def test_what_was_only_looked_at_is_forgotten(world: World, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    mark = chosen(admin)
    offer(admin, OTHER)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        offer(browser_of(world.administrator), GOOD.replace("#1d4e89", "#223344"))
    marks = set(db.session.scalars(select(SiteStyle.mark)))
    assert mark in marks
    assert len(marks) == 2


@needs_corpus
def test_hostile_texts_are_refused_and_shown_as_text(world: World, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    sources = [source for _id, source in attack_sources()][::40]
    assert len(sources) > 20
    for source in sources:
        answer = offer(admin, f":root {{ --basis-focus-color: {source}; }}")
        assert answer.status_code == 422, source
        assert "<script>alert" not in answer.text.lower()
    assert db.session.scalars(select(SiteStyle)).all() == []
