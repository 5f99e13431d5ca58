"""The library and the page of a document, as a reader meets them."""

from datetime import UTC, datetime

import pytest

from forum.core.item import Item
from forum.lib.db import db, transaction
from forum.library import wording
from forum.library.extraction.outcome import Reason
from forum.library.models import Document
from tests import documents


def _reasons():
    return list(Reason)


@pytest.mark.parametrize("reason", _reasons())
def test_every_reason_is_said_in_words(app, reason):
    words = wording.why(reason.value)
    assert words.endswith((".", "?"))
    assert "!" not in words
    assert words.count(" ") > 4


def test_an_unknown_reason_is_still_a_sentence(app):
    assert wording.why("nieuw") == wording.why("damaged")


def test_the_library_lists_the_newest_first_and_filters(world, browser_of):
    documents.document(world.member, world.open_group, title="Oudste", themes=["Jeugd"])
    documents.document(
        world.member, world.closed_group, title="Midden", themes=["Jeugd", "Geld"], content=b"b"
    )
    documents.document(world.member, None, title="Nieuwste", content=b"c")
    browser = browser_of(world.member)
    page = browser.get("/bibliotheek").text
    assert page.index("Nieuwste") < page.index("Midden") < page.index("Oudste")
    theme = browser.get("/bibliotheek?thema=jeugd").text
    assert ("Nieuwste" in theme, "Midden" in theme, "Oudste" in theme) == (False, True, True)
    both = browser.get("/bibliotheek?thema=jeugd&groep=buurtteams").text
    assert ("Midden" in both, "Oudste" in both) == (False, True)
    visitor = browser_of(None).get("/bibliotheek").text
    assert ("Nieuwste" in visitor, "Midden" in visitor, "Oudste" in visitor) == (True, False, True)
    assert "Document uploaden" not in visitor


def test_an_empty_library_says_what_to_do(world, browser_of):
    assert "Hier staan nog geen documenten" in browser_of(world.member).get("/bibliotheek").text


def test_the_library_has_pages(world, browser_of):
    for number in range(21):
        documents.document(world.member, None, title=f"Stuk {number:02}")
    browser = browser_of(world.member)
    first, second = browser.get("/bibliotheek").text, browser.get("/bibliotheek?pagina=2").text
    assert ("Stuk 20" in first, "Stuk 00" in first) == (True, False)
    assert ("Stuk 20" in second, "Stuk 00" in second) == (False, True)
    assert browser.get("/bibliotheek?pagina=99").status_code == 200


def test_a_list_costs_the_same_queries_for_many_as_for_few(world, browser_of, app):
    def queries():
        seen = []
        listener = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        db.event.listen(db.engine, "before_cursor_execute", listener)
        try:
            assert browser.get("/bibliotheek").status_code == 200
        finally:
            db.event.remove(db.engine, "before_cursor_execute", listener)
        return len(seen)

    browser = browser_of(world.member)
    documents.document(world.member, world.open_group, themes=["Jeugd"])
    few = queries()
    for number in range(6):
        documents.document(world.member, world.open_group, content=b"%d" % number, themes=["Jeugd"])
    assert queries() == few


def test_a_long_text_is_read_in_parts_and_a_hit_opens_the_right_one(world, work, browser_of):
    pages = [f"Bladzijde{number} " + "woord " * 1500 for number in range(1, 9)]
    made = documents.document(world.member, None, content=documents.pdf(*pages), filename="lang.pdf")
    work()
    browser = browser_of(None)
    address = f"/documenten/{made.public_id}"
    first = browser.get(address).text
    assert ("Bladzijde1 " in first, "Bladzijde7 " in first) == (True, False)
    assert "Deel 1 van 4" in first
    hit = browser.get(f"{address}?tekst=7").text
    assert ("Bladzijde1 " in hit, "Bladzijde7 " in hit, 'id="pagina-7"' in hit) == (False, True, True)
    assert "<details" in hit
    assert "Bladzijde3 " in browser.get(f"{address}?deel=2").text
    for odd in ("?tekst=999", "?tekst=x", "?deel=999", "?deel=-1", "?tekst="):
        assert browser.get(address + odd).status_code == 200, odd


def test_text_of_a_file_is_shown_as_text(world, work, browser_of):
    made = documents.document(world.member, None, content=b"<b>vet</b> <script>alert(1)</script>\n" * 3)
    work()
    page = browser_of(None).get(f"/documenten/{made.public_id}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_who_may_read_replies_and_who_wrote_it_can_delete(world, browser_of):
    made = documents.document(world.member, world.closed_group, title="Weg ermee")
    browser = browser_of(world.member)
    assert (
        browser.post(
            f"/items/{made.public_id}/reacties", data={"body": "Mooi stuk", "submission": "r"}
        ).status_code
        == 303
    )
    assert "Mooi stuk" in browser.get(f"/documenten/{made.public_id}").text
    assert browser.post(f"/items/{made.public_id}/verwijderen").status_code == 303
    assert browser.get(f"/documenten/{made.public_id}").status_code == 404
    assert "Weg ermee" not in browser.get("/bibliotheek").text


def test_a_discussion_is_no_document(world, browser_of):
    made = documents.document(world.member, None)
    assert db.session.get(Item, made.id) is db.session.get(Document, made.id)
    assert browser_of(None).get("/documenten/bestaatniet").status_code == 404


def test_the_library_is_narrowed_by_organisation_year_and_type(world, browser_of):
    with transaction():
        db.session.merge(world.member).organisation = "Bureau Noord"
        db.session.merge(world.manager).organisation = "Bureau Zuid"
    documents.document(world.member, world.open_group, title="Van noord")
    of_south = documents.document(
        world.manager, world.closed_group, title="Van zuid", content=documents.pdf("x"), filename="x.pdf"
    )
    older = documents.document(world.member, None, title="Van vroeger", content=b"v")
    with transaction():
        db.session.merge(older).published_at = datetime(2019, 6, 1, tzinfo=UTC)
    member, stranger, visitor = (browser_of(user) for user in (world.member, world.stranger, None))

    def titles(browser, query):
        shown = browser.get(f"/bibliotheek?{query}").text
        return {title for title in ("Van noord", "Van zuid", "Van vroeger") if title in shown}

    assert titles(member, "organisatie=Bureau+Noord") == {"Van noord", "Van vroeger"}
    assert titles(member, "organisatie=Bureau+Zuid") == {"Van zuid"}
    assert titles(stranger, "organisatie=Bureau+Zuid") == set()
    assert titles(member, "jaar=2019") == {"Van vroeger"}
    assert titles(member, "type=PDF") == {"Van zuid"}
    assert titles(member, "jaar=2019&type=PDF") == set()
    for odd in ("jaar=x", "jaar=99999999999", "type=Onbekend", "organisatie="):
        assert member.get(f"/bibliotheek?{odd}").status_code == 200
    # T30: counts and choices are of the reader's own set; where people work is for people with an account.
    assert (
        "Bureau Zuid" in member.get("/bibliotheek").text,
        "Bureau Zuid" in stranger.get("/bibliotheek").text,
    ) == (True, False)
    assert ("PDF" in member.get("/bibliotheek").text, "PDF" in stranger.get("/bibliotheek").text) == (
        True,
        False,
    )
    assert "Kies een organisatie" not in visitor.get("/bibliotheek").text
    with transaction():
        db.session.merge(of_south).owner_id = world.member.id
    assert titles(member, "organisatie=Bureau+Zuid") == set()
