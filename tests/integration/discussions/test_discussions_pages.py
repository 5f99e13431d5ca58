"""Start a discussion, read it, reply, edit, delete: through the browser."""

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.core.attachment import Attachment
from forum.core.follow import Follow
from forum.core.item import Item, Reply, State
from forum.discussions.models import Discussion
from forum.lib.db import db, transaction
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]


def only(model: type) -> object:
    return db.session.scalars(select(model)).one()


def submission(page: str) -> str:
    found = re.search(r'name="submission"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def test_start_outside_groups(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    page = member.get("/discussies/nieuw")
    assert page.status_code == 200
    assert "Leesbaar voor iedereen, ook zonder account." in page.text
    answer = member.post(
        "/discussies/nieuw",
        data={
            "title": "Hoe doen jullie dit?",
            "body": "Met **nadruk**",
            "audience": "signed_in",
            "themes": "Zorg, Wonen",
        },
    )
    assert answer.status_code == 303
    item = only(Discussion)
    assert answer.location == f"/discussies/{item.public_id}"
    assert (item.title, item.audience, item.group_id) == ("Hoe doen jullie dit?", "signed_in", None)
    assert "<strong>nadruk</strong>" in item.body_html
    assert db.session.scalar(select(func.count()).select_from(Follow)) == 1
    shown = member.get(answer.location)
    assert "Hoe doen jullie dit?" in shown.text
    assert "Wonen" in shown.text
    assert browser_of(None).get(answer.location).status_code == 404


def test_group_sentence_has_the_real_number(world: World, browser_of: Browser) -> None:
    page = browser_of(world.member).get("/discussies/nieuw?groep=casuistiek").text
    assert "Leesbaar voor de 2 leden van casuistiek." in page
    assert 'type="radio"' not in page
    assert "iedereen, ook zonder account" not in page


def test_open_group_can_be_narrowed(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    page = member.get("/discussies/nieuw?groep=buurtteams").text
    assert "Leesbaar voor iedereen" in page
    assert "Leesbaar voor de 2 leden van buurtteams." in page
    member.post("/discussies/nieuw?groep=buurtteams", data={"title": "T", "body": "b", "audience": "members"})
    item = only(Discussion)
    assert (item.audience, item.group_id) == ("members", world.open_group.id)


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("member", "casuistiek", 200),
        ("pending", "casuistiek", 403),
        ("stranger", "casuistiek", 403),
        ("banned", "buurtteams", 403),
        ("stranger", "bestaat-niet", 404),
        (None, "casuistiek", 404),
    ],
)
def test_who_can_write_in_a_group(
    world: World, browser_of: Browser, who: str | None, address: str, status: int
) -> None:
    browser = browser_of(world.people[who] if who else None)
    assert browser.get(f"/discussies/nieuw?groep={address}").status_code == status
    answer = browser.post(f"/discussies/nieuw?groep={address}", data={"title": "T", "body": "b"})
    assert answer.status_code == (303 if status == 200 else status)
    assert db.session.scalar(select(func.count()).select_from(Item)) == (1 if status == 200 else 0)


def test_hidden_group_is_404_for_a_stranger(world: World, browser_of: Browser) -> None:
    address = world.hidden_group.address
    assert browser_of(world.member).get(f"/discussies/nieuw?groep={address}").status_code == 200
    assert browser_of(world.stranger).get(f"/discussies/nieuw?groep={address}").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Vul een titel in."),
        ("title", " \x00\x01 ", "Vul een titel in."),
        ("title", "x" * 201, "te lang"),
        ("body", "", "Schrijf eerst je tekst."),
        ("body", "\x00", "Schrijf eerst je tekst."),
        ("body", "x" * 50_001, "te lang"),
        ("audience", "members", "Kies wie dit mag lezen."),
        ("audience", "zomaar", "Kies wie dit mag lezen."),
        ("themes", "a,b,c,d,e,f", "hoogstens 5"),
        ("themes", "x" * 61, "te lang"),
    ],
)
def test_bad_input_is_told_and_kept(
    world: World, browser_of: Browser, field: str, value: str, words: str
) -> None:
    good = {"title": "Een goede titel", "body": "Een goede tekst", "audience": "public", "themes": "zorg"}
    answer = browser_of(world.member).post("/discussies/nieuw", data={**good, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    for name, typed in good.items():
        if name not in (field, "audience"):
            assert typed in answer.text
    assert db.session.scalar(select(func.count()).select_from(Item)) == 0


def test_control_characters_do_not_stay(world: World, browser_of: Browser) -> None:
    browser_of(world.member).post(
        "/discussies/nieuw", data={"title": "Een\x00 ti\x07tel", "body": "a\x00b\r\nc"}
    )
    item = only(Discussion)
    assert item.title == "Een titel"
    assert item.body_source == "ab\nc"


def test_double_submit_makes_one(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    data = {"title": "Eén keer", "body": "b", "submission": submission(member.get("/discussies/nieuw").text)}
    first = member.post("/discussies/nieuw", data=data)
    second = member.post("/discussies/nieuw", data=data)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    other = browser_of(world.stranger).post("/discussies/nieuw", data=data)
    assert other.location != first.location
    assert db.session.scalar(select(func.count()).select_from(Item)) == 2


def test_preview_without_script(world: World, browser_of: Browser) -> None:
    data = {"title": "Titel", "body": "**vet**", "button": "preview"}
    answer = browser_of(world.member).post("/discussies/nieuw", data=data)
    assert answer.status_code == 200
    assert "<strong>vet</strong>" in answer.text
    assert "**vet**" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Item)) == 0


def test_preview_for_the_script(world: World, browser_of: Browser) -> None:
    answer = browser_of(world.member).post("/voorbeeld", data={"source": "*schuin* <script>x</script>"})
    assert answer.status_code == 200
    assert "<em>schuin</em>" in answer.text
    assert "<script" not in answer.text
    assert browser_of(world.member).post("/voorbeeld", data={"source": "x" * 50_001}).status_code == 422
    assert browser_of(None).post("/voorbeeld", data={"source": "x"}).status_code == 404


def test_reply_goes_to_its_page_and_anchor(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.member)
        for number in range(20):
            make.reply(item, world.stranger, f"Reactie {number}")
    public_id = item.public_id
    answer = browser_of(world.member).post(f"/items/{public_id}/reacties", data={"body": "De 21e"})
    newest = db.session.scalars(select(Reply).order_by(Reply.id.desc())).first()
    assert answer.status_code == 303
    assert answer.location == f"/discussies/{public_id}?pagina=2#reactie-{newest.public_id}"
    page = browser_of(None).get(f"/discussies/{public_id}?pagina=2").text
    assert "De 21e" in page
    assert "Reactie 19" not in page
    assert "De 21e" in browser_of(None).get(f"/discussies/{public_id}?pagina=99").text
    for odd in ("0", "-1", "x", "9" * 50):
        assert browser_of(None).get(f"/discussies/{public_id}?pagina={odd}").status_code == 200
    assert db.session.get(Item, item.id).reply_count == 21


def test_refused_reply_keeps_text_and_files(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.member)
    member = browser_of(world.member)
    address = f"/items/{item.public_id}/reacties"
    answer = member.post(address, data={"body": " ", "files": (io.BytesIO(b"notulen"), "notulen.txt")})
    assert answer.status_code == 422
    assert "Schrijf eerst je reactie." in answer.text
    upload = only(Attachment)
    assert upload.reply_id is None
    assert f'name="attached" value="{upload.public_id}"' in answer.text
    upload_id = upload.public_id
    again = member.post(address, data={"body": "Nu wel", "attached": upload_id})
    assert again.status_code == 303
    reply = only(Reply)
    assert only(Attachment).reply_id == reply.id
    assert "notulen.txt" in browser_of(None).get(again.location).text


@pytest.mark.parametrize("state", [State.DELETED, State.HIDDEN, State.DRAFT])
def test_reply_on_what_is_gone_is_404(world: World, browser_of: Browser, state: State) -> None:
    with transaction():
        item = make.discussion(world.manager, state=state)
        shown = make.discussion(world.manager)
    member = browser_of(world.member)
    assert member.post(f"/items/{item.public_id}/reacties", data={"body": "x"}).status_code == 404
    assert member.post("/items/bestaatniet0/reacties", data={"body": "x"}).status_code == 404
    assert member.post(f"/items/{shown.public_id}/reacties", data={"body": "x"}).status_code == 303


def test_closed_session_gives_back_what_was_typed(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.member)
    typed = "Een heel verhaal dat ik niet kwijt wil raken"
    answer = browser_of(None).post(f"/items/{item.public_id}/reacties", data={"body": typed})
    assert answer.status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Reply)) == 0


def test_edit_keeps_the_earlier_text(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.member, world.closed_group, title="Eerste titel", body="Eerste tekst")
    address = f"/discussies/{item.public_id}"
    member = browser_of(world.member)
    assert "Eerste tekst" in member.get(f"{address}/bewerken").text
    refused = member.post(f"{address}/bewerken", data={"title": "", "body": "Tweede tekst"})
    assert refused.status_code == 422
    assert "Tweede tekst" in refused.text
    answer = member.post(f"{address}/bewerken", data={"title": "Tweede titel", "body": "Tweede tekst"})
    assert (answer.status_code, answer.location) == (303, address)
    versions = f"/items/{item.public_id}/versies"
    assert "Eerste tekst" in browser_of(world.manager).get(versions).text
    assert browser_of(world.stranger).get(versions).status_code == 404
    for name, status in (("manager", 403), ("stranger", 404), ("banned", 404), ("anonymous", 404)):
        assert browser_of(world.people[name]).get(f"{address}/bewerken").status_code == status, name


def test_delete_asks_first(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.member, world.closed_group, title="Weg ermee")
    item_id, public_id = item.id, item.public_id
    address = f"/items/{public_id}/verwijderen"
    assert browser_of(world.stranger).post(address).status_code == 404
    member = browser_of(world.member)
    assert "Weg ermee" in member.get(address).text
    assert db.session.get(Item, item_id).state == State.PUBLISHED
    answer = member.post(address)
    assert (answer.status_code, answer.location) == (303, "/groepen/casuistiek")
    db.session.expire_all()
    assert db.session.get(Item, item_id).state == State.DELETED
    assert browser_of(world.manager).get(f"/discussies/{public_id}").status_code == 404


def test_edit_and_delete_a_reply(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.manager)
        reply = make.reply(item, world.member, "Eerst zo")
    item_id, reply_id, page = item.id, reply.public_id, f"/discussies/{item.public_id}"
    member = browser_of(world.member)
    assert "Eerst zo" in member.get(f"/reacties/{reply_id}/bewerken").text
    assert member.post(f"/reacties/{reply_id}/bewerken", data={"body": ""}).status_code == 422
    answer = member.post(f"/reacties/{reply_id}/bewerken", data={"body": "Dan zo"})
    assert answer.location == f"{page}#reactie-{reply_id}"
    assert "Dan zo" in member.get(page).text
    assert "Eerst zo" in browser_of(None).get(f"/reacties/{reply_id}/versies").text
    assert browser_of(world.stranger).post(f"/reacties/{reply_id}/verwijderen").status_code == 403
    assert "Dan zo" in member.get(f"/reacties/{reply_id}/verwijderen").text
    assert member.post(f"/reacties/{reply_id}/verwijderen").status_code == 303
    assert "Dan zo" not in member.get(page).text
    assert db.session.get(Item, item_id).reply_count == 0
    assert browser_of(None).get(f"/reacties/{reply_id}/versies").status_code == 404


def test_places(world: World, browser_of: Browser) -> None:
    page = browser_of(world.member).get("/schrijven/discussion").text
    for group in world.groups:
        assert f"/discussies/nieuw?groep={group.address}" in page
    other = browser_of(world.stranger).get("/schrijven/discussion").text
    assert "?groep=" not in other
    assert "Buiten een groep" in other
    assert browser_of(world.member).get("/schrijven/onzin").status_code == 404
