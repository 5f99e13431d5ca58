"""What somebody is still writing: kept, restored, gone when it is posted, and never lost."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from forum.accounts.models import UserSession
from forum.attachments import service as attachments
from forum.core.attachment import Attachment
from forum.core.draft import SavedDraft, name_of
from forum.core.group import Membership
from forum.core.item import Item, Reply
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.storage import cleaning
from forum.threads import drafts
from tests import world as make
from tests.world import World

BrowserOf = Callable[[object], FlaskClient]
KEEP = "/concepten/bewaren"


def concept_of(page: str) -> str:
    found = re.search(r'name="concept" value="([^"]+)"', page)
    assert found, "this form cannot be kept"
    return found[1]


def submission_of(page: str) -> str:
    found = re.search(r'name="submission"[^>]* value="([^"]+)"', page)
    assert found
    return found[1]


def opened(client: FlaskClient, path: str) -> dict[str, str]:
    """The hidden fields of the form at this address."""
    page = client.get(path).text
    hidden = {"concept": concept_of(page)}
    if 'name="submission"' in page:
        hidden["submission"] = submission_of(page)
    return hidden


def kept() -> list[SavedDraft]:
    db.session.rollback()
    return list(db.session.scalars(select(SavedDraft).order_by(SavedDraft.id)))


NEW = {
    "discussion": ("/discussies/nieuw", {"title": "Een begin", "body": "Nog niet **af**", "themes": "jeugd"}),
    "statement": ("/stellingen/nieuw", {"title": "Half", "body": "Want", "closes_on": "2031-01-02"}),
    "poll": ("/peilingen/nieuw", {"title": "Wat?", "options": "ja\nnee", "body": "Want"}),
    "document": ("/documenten/nieuw", {"title": "Verslag", "summary": "In het kort"}),
}


@pytest.mark.parametrize("kind", NEW)
def test_each_kind_is_kept_while_typing_and_comes_back(
    world: World, browser_of: BrowserOf, kind: str
) -> None:
    path, fields = NEW[kind]
    path = f"{path}?groep={world.open_group.address}"
    client = browser_of(world.member)
    hidden = opened(client, path)
    typed = {**hidden, **fields, "audience": "members"}
    first = client.post(KEEP, data=typed).get_json()
    assert re.fullmatch(r"Opgeslagen om \d\d:\d\d", first["message"])
    again = client.post(KEEP, data={**typed, "title": "Toch anders"}).get_json()
    [draft] = kept()  # twice is once
    assert first["address"] == again["address"]
    page = client.get(again["address"]).text
    assert 'value="Toch anders"' in page
    for name, value in fields.items():
        if name != "title":
            assert value.replace("\n", "\r\n") in page.replace("\n", "\r\n"), name
    assert re.search(r'checked[^>]*value="members"|value="members"[^>]*checked', page)
    # Opened a second time it is offered, not forced.
    fresh = client.get(path).text
    assert "Toch anders" in fresh
    assert 'value="Toch anders"' not in fresh
    assert client.get(f"/concepten/{draft.public_id}").location == again["address"]


def test_posting_takes_the_draft_away(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    hidden = opened(client, "/discussies/nieuw")
    other = opened(client, "/discussies/nieuw")
    client.post(KEEP, data={**hidden, "title": "Een", "body": "tekst"})
    client.post(KEEP, data={**other, "title": "Twee", "body": "tekst"})
    assert len(kept()) == 2  # several at once
    refused = client.post("/discussies/nieuw", data={**hidden, "title": "Een", "body": ""})
    assert refused.status_code == 422
    assert len(kept()) == 2
    assert (
        client.post("/discussies/nieuw", data={**hidden, "title": "Een", "body": "tekst"}).status_code == 303
    )
    assert [name_of(draft) for draft in kept()] == ["Twee"]


def test_a_reply_comes_back_on_the_page_itself(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        item = make.discussion(world.manager, world.closed_group)
    client, page = browser_of(world.member), f"/discussies/{item.public_id}"
    hidden = opened(client, page)
    client.post(KEEP, data={**hidden, "body": "Mijn halve reactie"})
    back = client.get(page).text
    assert "Mijn halve reactie" in back
    assert "Dit is je concept" in back
    answer = client.post(f"/items/{item.public_id}/reacties", data={**hidden, "body": "Mijn hele reactie"})
    assert answer.status_code == 303
    assert kept() == []
    assert "Mijn halve reactie" not in client.get(page).text
    assert db.session.scalar(select(func.count(Reply.id))) == 1


def test_an_edit_comes_back_with_what_was_to_be_taken_away(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        item = make.discussion(world.member, title="Oud", body="Oude tekst")
        file = Attachment(
            uploader_id=world.member.id, item_id=item.id, sha256="0" * 64, size=1, media_type="text/plain", filename="a.txt"
        )  # fmt: skip
        db.session.add(file)
    client, path = browser_of(world.member), f"/discussies/{item.public_id}/bewerken"
    hidden = opened(client, path)
    typed = {"title": "Nieuw", "body": "Nieuwe tekst", "detach": file.public_id}
    client.post(KEEP, data={**hidden, **typed})
    page = client.get(path).text
    assert 'value="Nieuw"' in page
    assert "Nieuwe tekst" in page
    assert re.search(rf'value="{file.public_id}" checked', page)
    assert client.post(path, data={**opened(client, path), **typed}).status_code == 303
    assert kept() == []
    assert "Oude tekst" not in client.get(path).text


def test_the_button_works_without_a_script_and_keeps_files(
    app: Flask, world: World, browser_of: BrowserOf
) -> None:
    client = browser_of(world.member)
    hidden = opened(client, "/discussies/nieuw")
    data = {
        **hidden,
        "title": "Met bestand",
        "body": "",
        "button": "save",
        "files": (io.BytesIO(b"tekst"), "a.txt"),
    }
    answer = client.post("/discussies/nieuw", data=data)
    assert answer.status_code == 303
    page = client.get(answer.location, follow_redirects=True).text
    assert "Met bestand" in page
    assert "a.txt" in page
    assert "Je concept is opgeslagen" in page
    with transaction():
        db.session.execute(update(Attachment).values(created_at=clock.now() - timedelta(days=40)))
    assert attachments.forget_unattached() == 0
    client.post(f"/concepten/{kept()[0].public_id}/weggooien")
    assert kept() == []
    assert attachments.forget_unattached() == 1
    nothing = client.post("/discussies/nieuw", data={**opened(client, "/discussies/nieuw"), "button": "save"})
    assert "Er is nog niets om op te slaan." in nothing.text
    assert kept() == []


def test_a_document_keeps_its_file(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    hidden = opened(client, "/documenten/nieuw")
    data = {**hidden, "title": "Later", "button": "save", "file": (io.BytesIO(b"Een verslag"), "verslag.txt")}
    address = client.post("/documenten/nieuw", data=data).location
    page = client.get(address, follow_redirects=True).text
    assert "Je bestand is er nog: verslag.txt" in page
    assert cleaning.clean(timedelta(0)) == 0
    held = re.search(r'name="held"[^>]* value="([^"]+)"', page)
    assert held
    sent = {**hidden, "title": "Later", "held": held[1]}
    assert client.post("/documenten/nieuw", data=sent).status_code == 303
    assert kept() == []
    assert db.session.scalars(select(Item.title)).all() == ["Later"]


def ended(app: Flask, client: FlaskClient, cookie: bool) -> None:
    """The session of everybody ends; with `cookie` the browser still holds its own."""
    with transaction():
        db.session.execute(delete(UserSession))
    if not cookie:
        client.delete_cookie("session")


@pytest.mark.parametrize("cookie", [True, False])
def test_what_was_sent_after_the_session_ended_waits_for_its_writer(
    app: Flask, world: World, browser_of: BrowserOf, cookie: bool
) -> None:
    client = browser_of(world.member)
    path = f"/peilingen/nieuw?groep={world.hidden_group.address}"
    hidden = opened(client, path)
    typed = {
        "title": "Lang over nagedacht",
        "options": "ja\nnee\nmisschien",
        "body": "Daarom",
        "themes": "zorg",
    }
    ended(app, client, cookie)
    answer = client.post(path, data={**hidden, **typed})
    assert answer.status_code == 404
    assert "Je tekst is opgeslagen. Log in" in answer.text
    assert "Daarom" not in answer.text
    [draft] = kept()
    address = f"/concepten/{draft.public_id}"
    assert f'name="next" value="{address}"' in answer.text
    for somebody_else in (world.manager, world.administrator, None):
        assert browser_of(somebody_else).get(address).status_code == 404
    back = browser_of(world.member).get(address, follow_redirects=True).text
    for value in typed.values():
        assert value in back
    assert db.session.scalar(select(func.count(Item.id))) == 0


def test_the_script_goes_on_saving_after_the_session_ended(
    app: Flask, world: World, browser_of: BrowserOf
) -> None:
    client = browser_of(world.member)
    hidden = opened(client, "/discussies/nieuw")
    ended(app, client, cookie=False)
    said = client.post(KEEP, data={**hidden, "title": "Nog steeds", "body": ""}).get_json()
    assert "uitgelogd" in said["message"]
    assert "address" not in said
    assert kept()[0].owner_id == world.member.id


def test_nobody_writes_in_the_drafts_of_another(app: Flask, world: World, browser_of: BrowserOf) -> None:
    hidden = opened(browser_of(world.member), "/discussies/nieuw")
    typed = {**hidden, "title": "Niet van mij", "body": ""}
    stranger, visitor = browser_of(world.stranger), app.test_client()
    assert stranger.post(KEEP, data=typed).status_code == 404
    assert visitor.post(KEEP, data={**typed, "concept": hidden["concept"][:-2] + "aa"}).status_code == 404
    assert visitor.post(KEEP, data={"title": "x"}).status_code == 404
    elsewhere = visitor.post(KEEP, data=typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 404
    with transaction():
        db.session.execute(update(User).where(User.id == world.member.id).values(deactivated_at=clock.now()))
    assert visitor.post(KEEP, data=typed).status_code == 404
    assert kept() == []


def test_a_draft_outlives_its_group(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    path = f"/discussies/nieuw?groep={world.hidden_group.address}"
    hidden = opened(client, path)
    client.post(KEEP, data={**hidden, "title": "Over ons", "body": "Het hele verhaal"})
    [draft] = kept()
    with transaction():
        db.session.execute(
            delete(Membership).where(
                Membership.user_id == world.member.id, Membership.group_id == world.hidden_group.id
            )
        )
    page = client.get(f"/concepten/{draft.public_id}")
    assert page.status_code == 200
    assert "Het hele verhaal" in page.text
    assert world.hidden_group.name not in page.text
    overview = client.get("/concepten").text
    assert "Over ons" in overview
    assert world.hidden_group.name not in overview
    # Sent once more by the old form: not posted, and not lost.
    answer = client.post(path, data={**hidden, "title": "Over ons", "body": "Het nog langere verhaal"})
    assert answer.status_code == 404
    assert "Je tekst staat bij je concepten" in answer.text
    assert kept()[0].fields["body"] == ["Het nog langere verhaal"]
    assert db.session.scalar(select(func.count(Item.id))) == 0


def test_what_a_refused_request_wrote_is_not_kept_along(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        item = make.discussion(world.manager, world.open_group)
    client = browser_of(world.member)
    hidden = opened(client, f"/discussies/{item.public_id}")
    with transaction():
        item.state = "hidden"
    data = {**hidden, "body": "Mijn tekst", "files": (io.BytesIO(b"tekst"), "a.txt")}
    assert client.post(f"/items/{item.public_id}/reacties", data=data).status_code == 404
    assert [draft.fields["body"] for draft in kept()] == [["Mijn tekst"]]
    assert db.session.scalar(select(func.count(Attachment.id))) == 0


def test_ninety_days_of_rest(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    for title in ("Oud", "Jong"):
        client.post(KEEP, data={**opened(client, "/discussies/nieuw"), "title": title})
    with transaction():
        kept()[0].updated_at = clock.now() - timedelta(days=91)
    assert "90 dagen" in client.get("/concepten").text
    drafts.forget_old()
    assert [name_of(draft) for draft in kept()] == ["Jong"]


def test_no_more_than_a_hundred_and_nothing_too_long(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    hidden = opened(client, "/discussies/nieuw")
    long = client.post(KEEP, data={**hidden, "body": "a" * 160_000})
    assert long.status_code == 422
    assert "te lang" in long.get_json()["message"]
    with transaction():
        for number in range(drafts.MOST):
            db.session.add(
                SavedDraft(
                    owner_id=world.member.id, slot=str(number), purpose="item", kind="discussion", fields={}
                )
            )
    full = client.post(KEEP, data={**hidden, "title": "Nog een"})
    assert full.status_code == 422
    assert "100 concepten" in full.get_json()["message"]
