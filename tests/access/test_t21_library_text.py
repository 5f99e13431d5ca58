"""T21: the text of a file follows the rule of the file, on its page, in the library and in its counts."""

import re

import pytest

from forum.core.item import State
from forum.lib.db import db, transaction
from forum.library import queries
from forum.library.models import Document
from tests import documents
from tests.world import reader

WORD = "kanariewoord"


@pytest.fixture
def secret(world, work):
    """A document in the closed group, with a word in its text, name, summary, title and theme."""
    made = documents.document(
        world.member,
        world.closed_group,
        content=documents.pdf("Voorblad", f"Hier staat {WORD}tekst"),
        filename=f"{WORD}naam.pdf",
        title=f"{WORD}titel",
        summary=f"{WORD}zin",
        themes=[f"{WORD}thema"],
    )
    work()
    return db.session.get(Document, made.id)


def test_its_pages_are_for_who_may_read_the_document(world, secret):
    for name, user in world.people.items():
        pages = queries.pages_of(reader(user), secret)
        portion = queries.portion_of(reader(user), secret)
        if name in ("manager", "member"):
            assert WORD in pages[1], name
            assert portion is not None, name
        else:
            assert (tuple(pages), portion) == ((), None), name


def test_no_page_of_the_library_tells_an_outsider_anything(world, browser_of, secret):
    addresses = [
        "/bibliotheek",
        f"/documenten/{secret.public_id}",
        f"/documenten/{secret.public_id}?tekst=2",
        f"/documenten/{secret.public_id}?deel=1",
        f"/documenten/{secret.public_id}/bewerken",
        f"/documenten/{secret.public_id}/bestand",
        f"/bibliotheek?groep={world.closed_group.address}",
        "/documenten/nieuw",
    ]
    for name, user in world.people.items():
        if name in ("manager", "member"):
            continue
        browser = browser_of(user)
        for address in addresses:
            assert WORD not in browser.get(address, buffered=True).text, (name, address)
    for address in addresses[:4] + addresses[6:7]:
        assert WORD in browser_of(world.member).get(address).text, address


def _answer(browser, name, value):
    """Status and page for a filter, with the asked value itself taken out of it, and the token of the moment."""
    answer = browser.get(f"/bibliotheek?{name}={value}")
    page = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)
    return answer.status_code, page.replace(value, "…")


def test_a_theme_of_others_is_as_unknown_as_one_that_never_was(world, browser_of, secret):
    slug = f"{WORD}thema"
    stranger = browser_of(world.stranger)
    assert _answer(stranger, "thema", slug) == _answer(stranger, "thema", "bestaatniet")
    assert _answer(stranger, "thema", slug)[0] == 404
    assert _answer(browser_of(world.member), "thema", slug)[0] == 200


def test_a_hidden_group_is_as_unknown_as_one_that_never_was(world, browser_of):
    documents.document(world.member, world.hidden_group)
    address = world.hidden_group.address
    stranger = browser_of(world.stranger)
    assert _answer(stranger, "groep", address) == _answer(stranger, "groep", "bestaatniet")
    assert _answer(stranger, "groep", address)[0] == 404
    assert _answer(browser_of(world.member), "groep", address)[0] == 200


def test_counts_are_of_the_readers_own_set(world, secret):
    documents.document(world.member, world.open_group, themes=["Jeugd", f"{WORD}thema"])
    documents.document(world.member, world.closed_group, content=b"Nog een", themes=["Jeugd"])
    member, stranger = reader(world.member), reader(world.stranger)
    assert {facet.name: facet.count for facet in queries.list_themes(member)} == {
        "Jeugd": 2,
        f"{WORD}thema": 2,
    }
    assert {facet.name: facet.count for facet in queries.list_themes(stranger)} == {
        "Jeugd": 1,
        f"{WORD}thema": 1,
    }
    assert {facet.name: facet.count for facet in queries.list_groups(member)} == {
        "casuistiek": 2,
        "buurtteams": 1,
    }
    assert {facet.name: facet.count for facet in queries.list_groups(stranger)} == {"buurtteams": 1}


def test_a_hidden_document_is_in_no_list_and_no_count(app, world, secret):
    with transaction() as session:
        session.merge(secret).state = State.HIDDEN
    with app.test_request_context():
        assert queries.list_documents(reader(world.manager)).total == 0
    assert queries.list_themes(reader(world.manager)) == []
    assert queries.pages_of(reader(world.member), secret) == ()


def test_themes_are_suggested_from_what_the_reader_may_read(world, browser_of, secret):
    documents.document(world.member, world.open_group, themes=["Jeugd"])
    for name in ("member", "stranger"):
        page = browser_of(world.people[name]).get("/documenten/nieuw").text
        assert "Al in gebruik" in page, name
        assert (f"{WORD}thema" in page) == (name == "member"), name
