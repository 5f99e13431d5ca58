"""Pages of the site itself: there from the start, written by administrators, with every version kept."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core.security_event import SecurityEvent
from forum.lib.db import db
from forum.site import standard
from forum.site.models import SitePage, SitePageVersion
from tests.counting import recorded
from tests.world import CAST, World

BrowserOf = Callable[[object], FlaskClient]
ABOUT = {"title": "Over ons", "body": "Wij zijn **de gemeente**.", "place": "footer", "number": "0"}
HOUSE = {"title": "Onze zaal", "body": "Hier vergaderen we.", "place": "menu", "number": "0"}


def versions(slug: str) -> list[tuple[int, str]]:
    query = select(SitePageVersion.number, SitePageVersion.body_source).join(
        SitePage, SitePage.id == SitePageVersion.page_id
    )
    return [
        tuple(row)
        for row in db.session.execute(query.where(SitePage.slug == slug).order_by(SitePageVersion.number))
    ]


def test_each_is_there_from_the_start(app: Flask) -> None:
    home = app.test_client().get("/").text
    for slug, title in standard.TITLES.items():
        assert f'<a href="/pagina/{slug}">' in home
        page = app.test_client().get(f"/pagina/{slug}")
        assert page.status_code == 200
        assert "Dit is een tekst om mee te beginnen." in page.text
        with app.test_request_context():
            assert f"<h1>{title}</h1>" in re.sub(r"<h1[^>]*>", "<h1>", page.text)


@pytest.mark.parametrize("slug", standard.TITLES)
@pytest.mark.parametrize("locale", ["nl", "en"])
def test_the_starting_texts_are_whole(slug: str, locale: str) -> None:
    html = standard.starter_html(slug, locale)
    assert "<p>" in html
    assert "[" in html, "what the organisation fills in stands between brackets"
    assert "<h1" not in html


def test_an_unknown_page_is_not_there(app: Flask) -> None:
    assert app.test_client().get("/pagina/bestaat-niet").status_code == 404


def test_who_may_write(world: World, browser_of: BrowserOf) -> None:
    for name in (*CAST, "anonymous"):
        expected = 200 if name == "administrator" else 404 if name in ("anonymous", "deactivated") else 403
        client = browser_of(world.people[name])
        for path in (
            "/beheer/paginas",
            "/beheer/paginas/nieuw",
            "/beheer/paginas/over",
            "/beheer/paginas/over/versies",
        ):
            assert client.get(path).status_code == expected, (name, path)
        assert client.post("/beheer/paginas/over", data=ABOUT).status_code == (
            303 if name == "administrator" else expected
        ), name


def test_what_is_written_replaces_our_text_at_once(world: World, app: Flask, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    assert admin.post("/beheer/paginas/over", data=ABOUT).status_code == 303
    page = app.test_client().get("/pagina/over").text
    assert "Wij zijn <strong>de gemeente</strong>." in page
    assert "om mee te beginnen" not in page
    assert '<a href="/pagina/over">Over ons</a>' in page
    assert db.session.scalars(select(SecurityEvent.action)).all() == ["page-changed"]


def test_every_version_is_kept(world: World, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    admin.post("/beheer/paginas/over", data=ABOUT)
    admin.post("/beheer/paginas/over", data=ABOUT | {"body": "Nieuwer", "number": "1"})
    admin.post("/beheer/paginas/over", data=ABOUT | {"body": "Nieuwer", "number": "2"})  # nothing new
    assert versions("over") == [(1, ABOUT["body"]), (2, "Nieuwer")]
    shown = admin.get("/beheer/paginas/over/versies").text
    assert shown.index("Versie 2, van Administrator") < shown.index("Versie 1, van Administrator")


def test_nobody_overwrites_another_unknowingly(world: World, browser_of: BrowserOf) -> None:
    one, other = browser_of(world.administrator), browser_of(world.administrator)
    one.post("/beheer/paginas/over", data=ABOUT | {"body": "Van de een"})
    answer = other.post("/beheer/paginas/over", data=ABOUT | {"body": "Van de ander"})
    assert answer.status_code == 422
    assert "Iemand anders paste deze pagina net aan." in answer.text
    assert "Van de ander" in answer.text
    number = re.search(r'name="number"[^>]*value="(\d+)"', answer.text)
    assert number
    knowingly = ABOUT | {"body": "Van de ander", "number": number[1]}
    assert other.post("/beheer/paginas/over", data=knowingly).status_code == 303
    assert [text for _number, text in versions("over")] == ["Van de een", "Van de ander"]


def test_a_page_of_your_own(world: World, app: Flask, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    for _double_click in range(2):
        answer = admin.post("/beheer/paginas/nieuw", data=HOUSE)
        assert answer.status_code == 303
        assert answer.location == "/pagina/onze-zaal"
    assert versions("onze-zaal") == [(1, HOUSE["body"])]
    visitor = app.test_client()
    assert "Hier vergaderen we." in visitor.get("/pagina/onze-zaal").text
    assert visitor.get("/").text.index('<a href="/pagina/onze-zaal">') < visitor.get("/").text.index("<main")
    again = admin.post("/beheer/paginas/nieuw", data=HOUSE | {"body": "Iets anders"})
    assert again.status_code == 422
    assert "Er is al een pagina met deze titel." in again.text
    assert admin.post("/beheer/paginas/onze-zaal/verwijderen").status_code == 303
    assert visitor.get("/pagina/onze-zaal").status_code == 404
    assert "Onze zaal" not in visitor.get("/").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "Geef de pagina een titel."),
        ({"title": "?!"}, "Kies een andere titel."),
        ({"title": "Nieuw"}, "Kies een andere titel."),
        ({"title": "Privacy"}, "Deze pagina is er al."),
        ({"title": "x" * 101}, "Gebruik hoogstens 100 tekens."),
        ({"body": " "}, "Schrijf de tekst van de pagina."),
        ({"place": "overal"}, "Maak een keuze."),
    ],
)
def test_what_is_refused(world: World, browser_of: BrowserOf, change: dict[str, str], said: str) -> None:
    answer = browser_of(world.administrator).post("/beheer/paginas/nieuw", data=HOUSE | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalars(select(SitePage)).all() == []


def test_the_pages_that_every_site_has_stay(world: World, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    admin.post("/beheer/paginas/over", data=ABOUT | {"place": "nowhere"})
    assert admin.post("/beheer/paginas/over/verwijderen").status_code == 404
    assert "/pagina/over" not in admin.get("/groepen").text
    assert admin.get("/pagina/over").status_code == 200


def test_scripts_in_a_page_are_harmless(world: World, app: Flask, browser_of: BrowserOf) -> None:
    data = ABOUT | {
        "body": '<script>alert(1)</script><img src=x onerror="alert(2)"> [x](javascript:alert(3))'
    }
    browser_of(world.administrator).post("/beheer/paginas/over", data=data)
    page = app.test_client().get("/pagina/over").text
    main = page[page.index("<main") : page.index("</main>")]
    assert "<script" not in main
    assert "<img" not in main
    assert 'href="javascript:' not in main


def test_the_frame_asks_for_no_page(world: World, app: Flask, browser_of: BrowserOf) -> None:
    browser_of(world.administrator).post("/beheer/paginas/over", data=ABOUT)
    with recorded() as queries:
        app.test_client().get("/groepen")
    assert not [query for query in queries if "site_pages" in query]


def test_who_searches_for_it_is_shown_the_way(world: World, app: Flask) -> None:
    visitor = app.test_client()
    assert (
        'over deze site? <a href="/pagina/privacy">Privacy</a>'
        in visitor.get("/zoeken?q=privacyverklaring").text
    )
    assert (
        '<a href="/pagina/toegankelijkheid">Toegankelijkheid</a></p>'
        in visitor.get("/zoeken?q=toegankelijk").text
    )
    assert "over deze site?" not in visitor.get("/zoeken?q=jeugdzorg").text
