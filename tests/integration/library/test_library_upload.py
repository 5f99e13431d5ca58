"""Uploading a document: the form, what it becomes, and what is refused."""

import io
import re

import pytest
from sqlalchemy import func, select

from forum.lib.db import db
from forum.library import queries, uploads
from forum.library.models import Document, ExtractionState
from forum.storage.current import the_storage
from forum.work.models import Task
from tests import documents
from tests.world import reader

NEW = "/documenten/nieuw"


def _send(browser, content=b"Een nota over wachtlijsten.", name="nota.txt", query="", **fields):
    data = {"submission": "abc", **fields}
    if content is not None:
        data["file"] = (io.BytesIO(content), name)
    return browser.post(NEW + query, data=data, content_type="multipart/form-data")


def _only():
    return db.session.scalars(select(Document)).one()


def _count():
    return db.session.scalar(select(func.count()).select_from(Document))


def test_a_member_uploads_into_a_closed_group(world, work, browser_of):
    browser = browser_of(world.member)
    content = documents.pdf("Eerste bladzijde", "Tweede over jeugdzorgplannen")
    answer = _send(
        browser, content, "jaar_plan-2026.pdf", "?groep=casuistiek", summary="Het plan.", themes="Jeugd, Geld"
    )
    assert answer.status_code == 303
    made = _only()
    assert answer.location.endswith(f"/documenten/{made.public_id}")
    assert (made.title, made.summary, made.group_id) == ("Jaar plan 2026", "Het plan.", world.closed_group.id)
    assert made.extraction_state == ExtractionState.PENDING
    assert "We lezen de tekst" in browser.get(answer.location).text

    work()

    db.session.expire_all()
    made = _only()
    assert (made.extraction_state, made.page_kind, made.page_count) == (ExtractionState.DONE, "page", 2)
    assert queries.pages_of(reader(world.member), made)[1] == "Tweede over jeugdzorgplannen"
    shown = browser.get(answer.location).text
    assert "PDF, 2 pagina" in shown
    assert 'id="pagina-2"' in shown
    assert "Tweede over jeugdzorgplannen" in shown
    assert "We lezen de tekst" not in shown


@pytest.mark.parametrize("name", ["stranger", "pending", "banned", "moderator", "former"])
def test_who_is_not_a_member_cannot_upload_into_a_closed_group(world, browser_of, name):
    answer = _send(browser_of(world.people[name]), query="?groep=casuistiek")
    assert answer.status_code == 403
    assert _count() == 0


def test_a_hidden_group_is_unknown_to_who_is_not_in_it(world, browser_of):
    address = world.hidden_group.address
    refused = _send(browser_of(world.stranger), query=f"?groep={address}")
    unknown = _send(browser_of(world.stranger), query="?groep=bestaatniet")
    assert (refused.status_code, unknown.status_code) == (404, 404)
    assert _send(browser_of(world.member), query=f"?groep={address}").status_code == 303


def test_nobody_uploads_without_an_account(world, browser_of):
    assert _send(browser_of(None)).status_code == 404
    assert _count() == 0


def test_the_form_says_the_limit_and_who_will_read_it(world, browser_of):
    page = browser_of(world.member).get(NEW + "?groep=casuistiek").text
    assert "Hoogstens 50 MB" in page
    assert "Leesbaar voor de" in page
    assert 'enctype="multipart/form-data"' in page


def test_a_form_that_is_sent_twice_makes_one_document(world, work, browser_of):
    browser = browser_of(world.member)
    first = _send(browser)
    second = _send(browser)
    assert first.location == second.location
    assert _count() == 1
    assert db.session.scalar(select(func.count()).where(Task.name == "library.extract")) == 1


@pytest.mark.parametrize(
    ("content", "fields", "message"),
    [
        (None, {}, "Kies een bestand."),
        (b"", {}, "Dit bestand is leeg."),
        (b"tekst", {"summary": "x" * 301}, "Dit is te lang."),
        (b"tekst", {"themes": ",".join(f"thema {n}" for n in range(9))}, "Kies hoogstens"),
        (b"tekst", {"audience": "members"}, "Kies wie dit mag lezen."),
    ],
)
def test_a_refusal_keeps_what_was_typed(world, browser_of, content, fields, message):
    answer = _send(browser_of(world.member), content, title="Mijn <titel>", **fields)
    assert answer.status_code == 422
    assert message in answer.text
    assert "Mijn &lt;titel&gt;" in answer.text
    assert _count() == 0


def test_a_file_over_the_limit_is_refused_in_words(world, browser_of, monkeypatch):
    monkeypatch.setattr(uploads, "limit", lambda: 1000)
    browser = browser_of(world.member)
    answer = _send(browser, b"x" * 1001, title="Mijn titel")
    assert answer.status_code == 422
    assert "Dit bestand is te groot." in answer.text
    assert "Mijn titel" in answer.text
    assert list(the_storage().checksums()) == []
    assert _send(browser, b"x" * 1000).status_code == 303


def _held(page):
    return re.search(r'name="held"[^>]*value="([^"]*)"', page).group(1)


def test_a_refused_form_still_has_its_file(world, browser_of):
    browser = browser_of(world.member)
    refused = _send(browser, b"inhoud", "be\u00ebindigd.txt", summary="x" * 301)
    assert "Je bestand is er nog: be\u00ebindigd.txt" in refused.text
    again = _send(browser, None, held=_held(refused.text), summary="Nu goed")
    assert again.status_code == 303
    assert _only().filename == "be\u00ebindigd.txt"
    with browser.get(f"/documenten/{_only().public_id}/bestand") as answer:
        assert answer.data == b"inhoud"


def test_a_held_file_is_of_one_person_and_cannot_be_forged(world, browser_of):
    refused = _send(browser_of(world.member), b"geheim van lid", summary="x" * 301)
    token = _held(refused.text)
    assert _send(browser_of(world.stranger), None, held=token).status_code == 422
    assert _send(browser_of(world.member), None, held=token[:-3] + "abc").status_code == 422
    assert _count() == 0
    assert _send(browser_of(world.member), None, held=token).status_code == 303


def test_any_type_goes_in_and_is_told_by_its_content(world, work, browser_of):
    browser = browser_of(world.member)
    _send(browser, b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "rapport.pdf")
    work()
    made = _only()
    assert made.media_type == "image/png"
    assert made.extraction_state == ExtractionState.FAILED
    page = browser.get(f"/documenten/{made.public_id}").text
    assert "Van dit soort bestand kunnen we de tekst niet lezen" in page
    assert "Downloaden" in page


def test_a_title_from_the_file_gives_way_to_the_one_in_it_but_a_typed_one_stays(world, work, browser_of):
    html = b"<!doctype html><html><head><title>Handreiking wachtlijsten</title></head><body><p>Tekst</p></body></html>"
    browser = browser_of(world.member)
    _send(browser, html, "bestand_3.html", submission="een")
    _send(browser, html, "bestand_3.html", submission="twee", title="Mijn eigen titel", anyway="1")
    work()
    assert set(db.session.scalars(select(Document.title))) == {"Handreiking wachtlijsten", "Mijn eigen titel"}


def test_title_summary_and_themes_can_be_changed_by_the_author_only(world, browser_of):
    made = documents.document(world.member, world.open_group, title="Oud")
    address = f"/documenten/{made.public_id}/bewerken"
    words = {"title": "Nieuw", "summary": "Zin", "themes": "Jeugd"}
    assert browser_of(world.manager).get(address).status_code == 403
    assert browser_of(world.manager).post(address, data=words).status_code == 403
    browser = browser_of(world.member)
    assert 'value="Oud"' in browser.get(address).text
    empty = browser.post(address, data={**words, "title": " "})
    assert empty.status_code == 422
    assert "Vul een titel in." in empty.text
    assert browser.post(address, data=words).status_code == 303
    page = browser.get(f"/documenten/{made.public_id}").text
    assert "Nieuw" in page
    assert "Jeugd" in page


def test_far_over_the_limit_says_what_to_do(world, browser_of, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 5000)
    answer = _send(browser_of(world.member), b"x" * 6000)
    assert answer.status_code == 413
    assert "hoogstens 50 MB" in answer.text
    assert _count() == 0
