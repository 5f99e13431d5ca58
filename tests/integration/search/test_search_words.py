"""Words that mean the same and best answers: editors change them, and every search knows at once."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.core.security_event import SecurityEvent
from forum.lib.db import db, transaction
from forum.search import bets, outbox, words
from forum.search.analysis.synonyms import starter_lines
from forum.search.models import BestBet, WordLine
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]


@pytest.fixture
def community(world: World, work: Callable[[], None]) -> World:
    with transaction():
        make.discussion(world.member, title="De snoeihut")
        make.discussion(world.member, title="Uitleg over de wet maatschappelijke ondersteuning")
        make.discussion(world.member, world.hidden_group, title="Besluit over de speeltuin")
        outbox.note_everything()
    work()
    return world


def titles(page: str) -> list[str]:
    plain = re.sub(r"</?mark>", "", page)
    return re.findall(r'class="kp-line__title"><a href="[^"]*">([^<]*)</a>', plain)


def found(browser: FlaskClient, text: str) -> list[str]:
    return titles(browser.get("/zoeken", query_string={"q": text}).text)


def post(browser: FlaskClient, path: str, **fields: str):  # type: ignore[no-untyped-def]
    token = re.search(r'name="csrf_token" value="([^"]*)"', browser.get("/zoeken").text)
    return browser.post(path, data={**fields, "csrf_token": token[1] if token else ""})


def test_new_words_work_at_once_and_stop_at_once(community: World, browser_of: Browser) -> None:
    editor, visitor = browser_of(community.moderator), browser_of(None)
    assert found(visitor, "kwekelhok") == []
    assert post(editor, "/zoekwoorden", names="kwekelhok, snoeihut").status_code == 303
    assert found(visitor, "kwekelhok") == ["De snoeihut"]
    code = db.session.scalars(select(WordLine.id)).one()
    assert "kwekelhok, snoeihut" in editor.get(f"/zoekwoorden/{code}").text
    assert post(editor, f"/zoekwoorden/{code}", names="wukkelhok, snoeihut").status_code == 303
    assert (found(visitor, "kwekelhok"), found(visitor, "wukkelhok")) == ([], ["De snoeihut"])
    assert post(editor, f"/zoekwoorden/{code}/weg").status_code == 303
    assert found(visitor, "wukkelhok") == []
    assert editor.get(f"/zoekwoorden/{code}").status_code == 404


def test_a_line_of_the_first_list_goes_and_comes_back(community: World, browser_of: Browser) -> None:
    editor, visitor = browser_of(community.administrator), browser_of(None)
    title = "Uitleg over de wet maatschappelijke ondersteuning"
    assert found(visitor, "wmo") == [title]
    assert post(editor, "/zoekwoorden/begin-wmo/weg").status_code == 303
    assert found(visitor, "wmo") == []
    assert "Weggehaald uit de eerste lijst" in editor.get("/zoekwoorden").text
    assert post(editor, "/zoekwoorden/begin-wmo/terug").status_code == 303
    assert found(visitor, "wmo") == [title]
    assert post(editor, "/zoekwoorden/begin-wmo", names="wmo, snoeihut").status_code == 303
    assert found(visitor, "wmo") == ["De snoeihut"]
    assert post(editor, "/zoekwoorden/begin-onzin/terug").status_code == 404


def test_what_editors_do_is_logged(community: World, browser_of: Browser) -> None:
    editor = browser_of(community.moderator)
    item = db.session.scalars(select(make.Item.public_id).where(make.Item.title == "De snoeihut")).one()
    post(editor, "/zoekwoorden", names="kwekelhok, snoeihut")
    post(editor, "/zoekantwoorden", question="kwekelhokken", link=f"http://localhost/discussies/{item}")
    post(editor, f"/zoekantwoorden/{db.session.scalars(select(BestBet.id)).one()}/weg")
    query = select(SecurityEvent.action, SecurityEvent.detail, SecurityEvent.actor_id).order_by(
        SecurityEvent.id
    )
    assert db.session.execute(query).all()[-3:] == [
        ("search-words-changed", "kwekelhok, snoeihut", community.moderator.id),
        ("best-answer-put", "kwekelhokken", community.moderator.id),
        ("best-answer-taken-away", "kwekelhokken", community.moderator.id),
    ]
    assert db.session.scalar(select(func.count(BestBet.id))) == 0


def test_only_editors(community: World, browser_of: Browser) -> None:
    for who, status in (("member", 403), ("manager", 403), ("anonymous", 404)):
        browser = browser_of(community.people[who])
        assert browser.get("/zoekwoorden").status_code == status
        assert browser.get("/zoekwoorden/begin-wmo").status_code == status
        assert browser.get("/zoekantwoorden").status_code == status
    member = browser_of(community.member)
    assert post(member, "/zoekwoorden", names="kwekelhok, snoeihut").status_code == 403
    assert post(member, "/zoekwoorden/begin-wmo/weg").status_code == 403
    assert post(member, "/zoekwoorden/begin-wmo/terug").status_code == 403
    assert post(member, "/zoekantwoorden", question="x", link="y").status_code == 403
    assert db.session.scalar(select(func.count(WordLine.id))) == 0
    assert "Zet een antwoord boven deze zoekvraag" not in member.get("/zoeken?q=wmo").text
    assert (
        "Zet een antwoord boven deze zoekvraag" in browser_of(community.moderator).get("/zoeken?q=wmo").text
    )


def test_odd_words_are_refused_and_kept(community: World, browser_of: Browser) -> None:
    editor = browser_of(community.moderator)
    for names in (
        "",
        "alleen",
        "wmo, WMO",
        "wmo, wmo's",
        "!, ?",
        "a" * 81 + ", b",
        ",".join(map(str, range(9))),
    ):
        answer = post(editor, "/zoekwoorden", names=names)
        assert answer.status_code == 422, names
        assert f'value="{names}"'.replace("'", "&#39;") in answer.text
    assert db.session.scalar(select(func.count(WordLine.id))) == 0


def test_a_best_answer_stands_above_for_who_may_read_it(
    community: World, browser_of: Browser, app: Flask
) -> None:
    open_one, secret = (
        db.session.scalars(select(make.Item).where(make.Item.title == title)).one()
        for title in ("De snoeihut", "Besluit over de speeltuin")
    )
    with transaction():
        db.session.add_all(
            BestBet(question="wachtlijsten", terms=bets.terms("wachtlijsten"), item_id=item.id)
            for item in (open_one, secret)
        )
    member, stranger = browser_of(community.member), browser_of(community.stranger)
    page = member.get("/zoeken?q=wachtlijst").text
    assert "Aanbevolen door de redactie" in page
    assert titles(page)[:2] == ["De snoeihut", "Besluit over de speeltuin"]
    assert found(stranger, "Wachtlijst")[:1] == ["De snoeihut"]
    assert "Besluit" not in stranger.get("/zoeken?q=wachtlijst").text
    assert "Aanbevolen" not in member.get("/zoeken?q=snoeihut").text
    # Editors see in their list what they may read, and no more.
    listed = browser_of(community.moderator).get("/zoekantwoorden").text
    assert "De snoeihut" in listed
    assert "Besluit over de speeltuin" not in listed
    ids = {bet.item_id: bet.id for bet in db.session.scalars(select(BestBet))}
    assert post(browser_of(community.moderator), f"/zoekantwoorden/{ids[secret.id]}/weg").status_code == 404


def test_a_hidden_item_and_a_draft_are_no_best_answer(community: World, browser_of: Browser) -> None:
    item = db.session.scalars(select(make.Item).where(make.Item.title == "De snoeihut")).one()
    with transaction():
        db.session.add(BestBet(question="tuin", terms=bets.terms("tuin"), item_id=item.id))
        db.session.merge(item).state = make.State.DRAFT
    author = browser_of(community.member)  # may read it
    assert "Aanbevolen" not in author.get("/zoeken?q=tuin").text


def test_what_cannot_be_read_cannot_be_put_above(community: World, browser_of: Browser) -> None:
    secret = db.session.scalars(
        select(make.Item.public_id).where(make.Item.title == "Besluit over de speeltuin")
    ).one()
    editor = browser_of(community.moderator)
    texts = [
        post(editor, "/zoekantwoorden", question="tuin", link=f"/discussies/{public_id}").text.replace(
            public_id, "X"
        )
        for public_id in (secret, "bestaatniet0")
    ]
    plain = [re.sub(r'name="csrf_token" value="[^"]*"', "", text) for text in texts]
    assert plain[0] == plain[1]
    assert "Deze link leidt niet" in plain[0]
    assert db.session.scalar(select(func.count(BestBet.id))) == 0


def test_the_codes_of_the_first_list_are_different() -> None:
    assert len(words._starters()) == len(starter_lines())
    assert all(len(line) <= 400 for line in starter_lines())
