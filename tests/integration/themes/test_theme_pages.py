"""The list of themes and the page of one: what this reader may read, counted on their own set."""

from collections.abc import Callable

from flask.testing import FlaskClient

from forum.core.follow import ThemeFollow
from forum.core.item import State
from forum.lib.db import db, transaction
from forum.threads import themes
from tests import world as make
from tests.browser import steady
from tests.world import World

BrowserOf = Callable[[object], FlaskClient]


def furnish(world: World) -> None:
    with transaction():
        themes.put(make.discussion(world.member, title="In het open"), ["Jeugdhulp"])
        themes.put(make.discussion(world.member, world.open_group, title="In de buurt"), ["Jeugdhulp"])
        themes.put(make.discussion(world.member, world.closed_group, title="Binnenskamers"), ["Jeugdhulp"])
        themes.put(
            make.discussion(world.member, world.hidden_group, title="Ongezien"), ["Jeugdhulp", "Fusie"]
        )
        gone = make.discussion(world.member, title="Weggehaald", state=State.DELETED)
        themes.put(gone, ["Jeugdhulp"])


def test_each_reads_and_counts_their_own(world: World, browser_of: BrowserOf) -> None:
    furnish(world)
    expected = {"anonymous": 2, "stranger": 2, "moderator": 2, "banned": 2, "member": 4}
    for who, number in expected.items():
        browser = browser_of(world.people[who])
        page = browser.get("/themas/jeugdhulp").text
        assert f"{number} bijdragen die je kunt lezen" in page, who
        assert f"{number} bijdragen" in browser.get("/themas").text
        assert ("Binnenskamers" in page) == (who == "member")
        assert "Weggehaald" not in page
        assert ("Fusie" in browser.get("/themas").text) == (who == "member")


def test_a_theme_of_hidden_things_is_a_theme_that_never_was(world: World, browser_of: BrowserOf) -> None:
    furnish(world)
    assert browser_of(world.member).get("/themas/fusie").status_code == 200
    for who in ("stranger", "moderator", "administrator", "former", "anonymous"):
        browser = browser_of(world.people[who])
        there, never = browser.get("/themas/fusie"), browser.get("/themas/nooit")
        assert there.status_code == never.status_code == 404
        assert steady(there.text).replace("fusie", "nooit") == steady(never.text), who
        if who != "anonymous":
            assert browser.post("/themas/fusie/volgen").status_code == 404
    assert db.session.query(ThemeFollow).count() == 0


def test_a_chip_leads_to_the_page(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        item = make.discussion(world.member)
        themes.put(item, ["Zorg & welzijn"])
    visitor = browser_of(None)
    assert (
        'href="/themas/zorg-welzijn">Zorg &amp; welzijn</a>'
        in visitor.get(f"/discussies/{item.public_id}").text
    )
    page = visitor.get("/themas/zorg-welzijn").text
    assert "<h1>Zorg &amp; welzijn</h1>" in page
    assert "Volg dit thema" not in page, "who has no account follows nothing"


def test_narrow_and_order(world: World, browser_of: BrowserOf) -> None:
    furnish(world)
    member = browser_of(world.member)
    assert "Het levendigst" in member.get("/themas/jeugdhulp").text
    assert "Het nieuwst" in member.get("/themas/jeugdhulp?volgorde=nieuw").text
    for address in ("?soort=poll", "?soort=onzin&volgorde=onzin&pagina=99", "?pagina=-1"):
        assert member.get(f"/themas/jeugdhulp{address}").status_code == 200
    assert "In het open" not in member.get("/themas/jeugdhulp?soort=poll").text
    assert "In het open" in member.get("/themas/jeugdhulp?soort=discussion").text


def test_follow_from_the_page(world: World, browser_of: BrowserOf) -> None:
    furnish(world)
    stranger = browser_of(world.stranger)
    answer = stranger.post("/themas/jeugdhulp/volgen", data={"follow": "1"})
    assert answer.location == "/themas/jeugdhulp"
    assert "Je volgt dit thema" in stranger.get(answer.location).text
    stranger.post("/themas/jeugdhulp/volgen", data={"follow": "0"})
    assert "Volg dit thema" in stranger.get("/themas/jeugdhulp").text
    assert browser_of(None).post("/themas/jeugdhulp/volgen").status_code == 404
