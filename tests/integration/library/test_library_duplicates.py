"""Duplicates by checksum and by text: offered as far as one may read them; what one may not read says nothing."""

import io
import random

import pytest
from sqlalchemy import func, select

from forum.core.item import State
from forum.lib.db import db, transaction
from forum.library.models import Document
from tests import documents

CONTENT = b"Een nota die er al is."


def _upload(browser, query="", submission="abc", content=CONTENT, **fields):
    data = {"submission": submission, "file": (io.BytesIO(content), "nota.txt"), **fields}
    return browser.post(f"/documenten/nieuw{query}", data=data, content_type="multipart/form-data")


def _count():
    return db.session.scalar(select(func.count()).select_from(Document))


def test_the_same_file_is_offered_and_can_be_uploaded_all_the_same(world, browser_of):
    documents.document(world.manager, world.open_group, content=CONTENT, title="De nota van de manager")
    browser = browser_of(world.member)
    answer = _upload(browser, title="Mijn nota")
    assert answer.status_code == 422
    assert "Dit bestand staat er al" in answer.text
    assert "De nota van de manager" in answer.text
    assert "Mijn nota" in answer.text
    held = answer.text.split('name="held"')[1].split('value="')[1].split('"')[0]
    assert _count() == 1
    sent = {"submission": "abc", "held": held, "title": "Mijn nota", "anyway": "1"}
    assert browser.post("/documenten/nieuw", data=sent).status_code == 303
    assert _count() == 2


@pytest.mark.parametrize("where", ["closed_group", "hidden_group"])
def test_a_checksum_where_one_may_not_read_says_nothing(world, browser_of, where):
    documents.document(world.member, getattr(world, where), content=CONTENT, title="Kanarienota")
    known, unknown = (
        _upload(browser_of(world.stranger)),
        _upload(browser_of(world.stranger), "", "def", b"Ander"),
    )
    assert (known.status_code, unknown.status_code) == (303, 303)
    assert "Kanarienota" in _upload(browser_of(world.manager)).text


@pytest.mark.parametrize("state", [State.HIDDEN, State.DELETED, State.DRAFT])
def test_what_is_not_published_is_not_offered(world, browser_of, state):
    made = documents.document(world.manager, world.open_group, content=CONTENT)
    with transaction():
        db.session.merge(made).state = state
    assert _upload(browser_of(world.manager)).status_code == 303


def test_the_same_form_sent_twice_is_once(world, browser_of):
    browser = browser_of(world.member)
    first, second = _upload(browser), _upload(browser)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert _count() == 1


def test_nearly_the_same_text_is_named_as_far_as_one_may_read_it(world, work, browser_of):
    words = random.Random(3).choices([f"woord{number}" for number in range(900)], k=600)
    text = " ".join(words)
    first = documents.document(world.member, world.open_group, title="Eerste nota", content=text.encode())
    documents.document(world.member, world.closed_group, title="Kanarienota", content=f"{text} slot".encode())
    documents.document(
        world.member, None, title="Heel andere nota", content=" ".join(reversed(words)).encode()
    )
    work()
    page = f"/documenten/{first.public_id}"
    member, stranger = browser_of(world.member).get(page).text, browser_of(world.stranger).get(page).text
    assert ("Lijkt op" in member, "Kanarienota" in member) == (True, True)
    assert ("Lijkt op" in stranger, "Kanarienota" in stranger) == (False, False)
    assert "Heel andere nota" not in member
    sent = {"reason": "Anders", "file": (io.BytesIO(b"Iets heel anders"), "x.txt")}
    browser_of(world.member).post(f"{page}/vervangen", data=sent, content_type="multipart/form-data")
    work()
    assert "Lijkt op" not in browser_of(world.member).get(page).text
