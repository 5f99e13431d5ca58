"""What people say of themselves: text, expertise, and a photo that is safe to show."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from forum.accounts import people
from forum.accounts.profile import change_profile
from forum.core.theme import Theme, item_themes
from forum.core.user import User
from forum.lib.db import db, transaction
from forum.moderation import service as moderation
from forum.moderation.faces import PersonFace
from forum.search.service import search
from forum.storage.cleaning import clean
from tests import world as make
from tests.pictures import SECRET, photo
from tests.world import World

BrowserOf = Callable[[User | None], FlaskClient]
GOOD = {
    "name": "Jan de Vries",
    "function": "Wijkcoach",
    "organisation": "Buurtteam Noord",
    "about": "Ik werk met gezinnen.\n<b>Bel</b> gerust.",
    "themes": "Wachtlijsten, privacy in het gezin, wachtlijsten",
    "locale": "nl",
    "digest_frequency": "weekly",
}


def save(client: FlaskClient, **changes: object) -> TestResponse:
    return client.post("/instellingen", data={**GOOD, **changes}, content_type="multipart/form-data")


def with_photo(world: World) -> str:
    """Give the member a photo; returns the address that a page shows."""
    with transaction():
        change_profile(
            make.reader(world.member),
            name="Jan de Vries",
            about="Over Jan.",
            themes=["Rouw"],
            picture=photo(),
        )
    return f"/mensen/{world.member.public_id}/foto"


def test_all_of_it_is_on_the_page_and_back_in_the_form(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    assert save(client, picture=(photo(), "ik.jpg")).status_code == 303
    page = browser_of(world.stranger).get(f"/mensen/{world.member.public_id}").text
    for shown in ("Wijkcoach · Buurtteam Noord", "Ik werk met gezinnen.\n&lt;b&gt;Bel", ">Wachtlijsten<"):
        assert shown in page
    assert page.count(">Wachtlijsten<") == 1, "named twice, there once"
    assert f"/mensen/{world.member.public_id}/foto?v=" in page
    form = client.get("/instellingen").text
    assert 'value="Wachtlijsten, privacy in het gezin"' in form
    assert "Haal mijn foto weg" in form
    assert "Haal mijn foto weg" not in browser_of(world.stranger).get("/instellingen").text


def test_the_photo_is_small_and_forgets_where_it_was_taken(world: World, browser_of: BrowserOf) -> None:
    assert SECRET.encode() in photo().getvalue()
    answer = browser_of(world.stranger).get(with_photo(world))
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert SECRET.encode() not in answer.data
    with Image.open(io.BytesIO(answer.data)) as shown:
        assert shown.size == (320, 240)
        assert not shown.getexif()


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"geen foto", "geen afbeelding die we kennen"), (photo().getvalue()[:200], "beschadigd")],
)
def test_what_is_no_photo_changes_nothing_and_keeps_what_was_typed(
    world: World, browser_of: BrowserOf, data: bytes, message: str
) -> None:
    answer = save(browser_of(world.member), picture=(io.BytesIO(data), "ik.jpg"))
    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="Wijkcoach"' in answer.text
    db.session.expire_all()
    assert (world.member.name, world.member.photo_sha256) == ("Member", None)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("about", "x" * 601, "hoogstens 600 tekens"),
        ("themes", ", ".join(f"thema {n}" for n in range(9)), "Kies hoogstens 8 thema"),
        ("themes", "x" * 61, "Dit is te lang"),
    ],
)
def test_too_much_is_said_in_words(
    world: World, browser_of: BrowserOf, field: str, value: str, message: str
) -> None:
    answer = save(browser_of(world.member), **{field: value})
    assert answer.status_code == 422
    assert message in answer.text
    assert value in answer.text
    db.session.expire_all()
    assert world.member.name == "Member"


def test_another_photo_and_none_at_all(world: World, browser_of: BrowserOf) -> None:
    address, client = with_photo(world), browser_of(world.member)
    before = client.get(address).data
    save(client, picture=(photo((10, 20, 200)), "ander.jpg"))
    assert client.get(address).data not in (before, b"")
    save(client)
    assert client.get(address).status_code == 200, "saving something else leaves it"
    save(client, remove_picture="y")
    assert client.get(address).status_code == 404
    assert "/foto" not in client.get(f"/mensen/{world.member.public_id}").text
    assert clean(timedelta(0)) == 2


def test_the_browser_keeps_the_photo_and_asks_each_time(world: World, browser_of: BrowserOf) -> None:
    address = with_photo(world)
    client, other = browser_of(world.stranger), browser_of(world.manager)
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(address, headers=again).status_code == 304
    assert other.get(address, headers=again).status_code == 200, "the mark is of one reader (T41)"
    with transaction():
        people.deactivate(world.stranger)
    assert client.get(address, headers=again).status_code == 404


def test_the_face_is_beside_what_somebody_writes_for_who_may_see_it(
    world: World, browser_of: BrowserOf, client: FlaskClient
) -> None:
    address = with_photo(world)
    with transaction():
        item = make.discussion(world.member, world.open_group)
        make.reply(item, world.member)
    group = f"/groepen/{world.open_group.address}"
    for page in ("/?soort=alles", f"/discussies/{item.public_id}", group, f"{group}/leden"):
        assert address in browser_of(world.manager).get(page).text, page
        assert "/foto" not in client.get(page).text, page
    assert address in browser_of(world.member).get("/berichten").text, "their own face, in the frame"


def test_search_finds_text_and_expertise(app: Flask, world: World, work: Callable[[], None]) -> None:
    with transaction():
        reader = make.reader(world.member)
        change_profile(reader, name="Jan", about="Ik train pleegouders.", themes=["Hechting"])
    work()
    with app.test_request_context():
        for words in ("pleegouders", "hechting"):
            found = search(make.reader(world.stranger), words)
            assert [result.public_id for result in found.items] == [world.member.public_id], words
            assert words in found.items[0].snippet.lower()
            assert search(make.reader(None), words).total == 0


def test_naming_a_theme_shows_nobody_that_it_was_there(world: World, browser_of: BrowserOf) -> None:
    """T28: the theme of a hidden group stays unknown, also for who names the same as their expertise."""
    with transaction():
        item = make.discussion(world.member, world.hidden_group)
        theme = Theme(slug="stille-waters")
        db.session.add(theme)
        db.session.flush()
        db.session.execute(
            item_themes.insert().values(item_id=item.id, theme_id=theme.id, name="STILLE waters")
        )
        change_profile(make.reader(world.stranger), name="Stranger", themes=["Stille Waters", "Nieuw"])
    assert db.session.scalar(select(func.count(Theme.id))) == 1
    for slug in ("stille-waters", "nieuw"):
        for address in (f"/bibliotheek?thema={slug}", f"/themas/{slug}"):
            assert browser_of(world.stranger).get(address).status_code == 404, address
    page = browser_of(world.former).get(f"/mensen/{world.stranger.public_id}").text
    assert "Stille Waters" in page
    assert "STILLE" not in page


def test_t25_closing_takes_text_and_photo_out_of_view_at_once(world: World, browser_of: BrowserOf) -> None:
    address = with_photo(world)
    with transaction():
        item = make.discussion(world.member)
    reader, page = browser_of(world.stranger), f"/discussies/{item.public_id}"
    assert address in reader.get(page).text
    with transaction():
        people.deactivate(world.member)
    assert reader.get(address).status_code == 404
    assert reader.get(f"/mensen/{world.member.public_id}").status_code == 404
    assert "/foto" not in reader.get(page).text


def test_hiding_a_profile_withholds_everything_and_puts_it_back(world: World, browser_of: BrowserOf) -> None:
    address = with_photo(world)
    reader, page = browser_of(world.stranger), f"/mensen/{world.member.public_id}"
    moderator = make.reader(world.moderator)
    with transaction():
        report = moderation.report(make.reader(world.stranger), PersonFace(world.member), "Grof.")
    shown = browser_of(world.moderator).get(f"/moderatie/{report.public_id}").text
    assert all(said in shown for said in ("Over Jan.", "Rouw", address))
    for decision, there in (("hide", False), ("restore", True)):
        with transaction():
            moderation.decide(moderator, report, PersonFace(world.member), decision, "Omdat.")
        assert (reader.get(address).status_code == 200) is there
        assert [said in reader.get(page).text for said in ("Over Jan.", "Rouw")] == [there, there]
        assert clean(timedelta(0)) == 0, "what can be put back is kept"
