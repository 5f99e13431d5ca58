"""On which page the answer stands, told by the index; what is shown of it comes from the row."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from forum.core.group import Group
from forum.lib.db import db, transaction
from forum.library.models import Document, DocumentPage, ExtractionState
from forum.search import indexer, service
from forum.search.engine import Query
from forum.search.outbox import note
from forum.search.schema import places_of
from forum.search.whoosh_engine import WhooshEngine
from tests import world as make
from tests.counting import count_queries
from tests.engines import PUBLIC, doc
from tests.world import World

PAGES = (
    "Voorblad",
    "Inhoud: belasting",
    "De hondenbelasting en de belasting op honden",
    "",
    "Slot. Belasting.",
)


def passage_of(engine: WhooshEngine, text: str) -> int | None:
    hits = engine.search(Query(text=text, labels=PUBLIC)).keys
    assert [hit.key for hit in hits] == ["item:1"]
    return hits[0].passage


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("hondenbelasting", 3),
        ("belasting", 3),  # as a word and inside another one
        ("inhoud belasting", 2),
        ("slot", 5),  # behind an empty page
        ("hondenbelastign", 3),  # mistyped
        ("inhoud voorblad", 1),  # as good as 2, and before it
        ("gemeentelijke", None),  # in the text before the pages
        ("rapport", None),  # in the title
    ],
)
def test_the_best_page(engine: WhooshEngine, text: str, page: int | None) -> None:
    engine.apply([doc("item:1", "Rapport", "Een gemeentelijke brief", passages=PAGES)])
    assert passage_of(engine, text) == page


def test_of_one_page_there_is_no_best(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", passages=("De hondenbelasting",))])
    assert passage_of(engine, "hondenbelasting") is None


def test_pages_count_for_the_answer_as_one_text_does(engine: WhooshEngine) -> None:
    """Cut in pages or not: the same terms at the same positions, so the same scores."""
    engine.apply([doc("item:1", passages=PAGES), doc("item:2", body="\n\n".join(PAGES))])
    hits = engine.search(Query(text="belasting honden", labels=PUBLIC)).keys
    assert len({hit.score for hit in hits}) == 1


@given(st.lists(st.text("ab-. \n'1/", max_size=30), max_size=5))
def test_texts_behind_each_other_are_one_text(texts: list[str]) -> None:
    places, starts = places_of(texts)
    assert places == places_of([" \n\n ".join(texts)])[0]
    assert starts == sorted(starts)


def _document(group: Group, author_id: int, pages: list[str]) -> int:
    document = Document(
        title="Rapport", author_id=author_id, group_id=group.id, audience="group", sha256="0" * 64, size=1,
        filename="rapport.pdf", media_type="application/pdf", type_label="PDF", page_kind="page",
        page_count=len(pages), extraction_state=ExtractionState.DONE,
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    rows = enumerate(pages, start=1)
    db.session.add_all(
        DocumentPage(document_id=document.id, number=number, text=text) for number, text in rows
    )
    note("item", document.id)
    return document.id


def test_the_result_names_the_page_and_shows_it(app: Flask, world: World) -> None:
    with transaction():
        _document(world.open_group, world.member.id, list(PAGES))
    indexer.drain()
    found = service.search(make.reader(None), "hondenbelasting").items[0]
    assert found.page == 3
    assert (
        found.snippet == "De <mark>hondenbelasting</mark> en de <mark>belasting</mark> op <mark>honden</mark>"
    )
    assert found.page_url
    assert found.page_url.endswith("#pagina-3")


def test_a_page_that_went_away_since_is_not_shown(app: Flask, world: World) -> None:
    with transaction():
        document_id = _document(world.open_group, world.member.id, list(PAGES))
    indexer.drain()
    with transaction():
        db.session.execute(
            delete(DocumentPage).where(DocumentPage.document_id == document_id, DocumentPage.number > 2)
        )
    found = service.search(make.reader(None), "hondenbelasting").items[0]
    assert found.page is None
    assert "hondenbelasting" not in found.snippet


def test_t21_a_page_of_what_one_may_not_read_is_never_loaded(app: Flask, world: World) -> None:
    with transaction():
        _document(world.closed_group, world.member.id, list(PAGES))
    indexer.drain()
    assert service.search(make.reader(world.member), "hondenbelasting").items[0].page == 3
    assert not service.search(make.reader(world.stranger), "hondenbelasting").items


def test_long_documents_cost_no_more_questions(app: Flask, world: World) -> None:
    reader = make.reader(world.member)
    with transaction():
        _document(world.open_group, world.member.id, ["Over parkeren"])
    indexer.drain()
    few = count_queries(lambda: service.search(reader, "parkeren"))
    with transaction():
        for _ in range(5):
            _document(world.open_group, world.member.id, ["Over parkeren"] * 40)
    indexer.drain()
    assert count_queries(lambda: service.search(reader, "parkeren")) == few


def test_in_one_document_every_page_that_says_it_is_listed(
    world: World, browser_of: Callable[[object], FlaskClient]
) -> None:
    pages = ["Inleiding", "De wachtlijst van nu", "Over geld", "Wachtlijsten van later"]
    with transaction():
        document = db.session.get_one(Document, _document(world.closed_group, world.member.id, pages))
        elsewhere = db.session.get_one(Document, _document(world.closed_group, world.member.id, pages))
        inside, other = document.public_id, elsewhere.public_id
    indexer.drain()
    page = browser_of(world.member).get(f"/zoeken?q=wachtlijst&in={inside}").text
    assert "Gevonden op 2 pagina" in page
    assert re.findall(rf'href="/documenten/{inside}\?tekst=(\d)#pagina', page)[:2] == ["2", "4"]
    assert other not in page
    assert f'<input type="hidden" name="in" value="{inside}">' in page  # the next question stays here
    outside = browser_of(world.stranger).get(f"/zoeken?q=wachtlijst&in={inside}").text
    unknown = browser_of(world.stranger).get("/zoeken?q=wachtlijst&in=bestaatniet0").text
    token = re.compile(r'name="csrf_token" value="[^"]*"')
    assert token.sub("", outside).replace(inside, "X") == token.sub("", unknown).replace("bestaatniet0", "X")


def test_pages_ask_in_their_own_place(world: World, browser_of: Callable[[object], FlaskClient]) -> None:
    with transaction():
        document = db.session.get_one(Document, _document(world.closed_group, world.member.id, list(PAGES)))
        inside = document.public_id
    member = browser_of(world.member)
    assert f'name="in" value="{inside}"' in member.get(f"/documenten/{inside}").text
    assert (
        f'name="groep" value="{world.closed_group.address}"'
        in member.get(f"/groepen/{world.closed_group.address}").text
    )
