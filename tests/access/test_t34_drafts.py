"""T34, T22: what somebody is still writing, and the files in it, are theirs alone."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from forum.access import count_visible, visible
from forum.access.reader import ANONYMOUS
from forum.core import kinds
from forum.core.attachment import Attachment
from forum.core.draft import SavedDraft
from forum.lib.db import db, transaction
from forum.search import outbox
from tests import world as make
from tests.access.canaries import plant
from tests.programs import program_of
from tests.world import CAST, World

BrowserOf = Callable[[object], FlaskClient]


def test_t34_the_door_gives_each_their_own(world: World) -> None:
    with transaction():
        plant(world, tuple(kind.code for kind in kinds.every()))
    assert count_visible(visible(SavedDraft, ANONYMOUS)) == 0
    for name in CAST:
        user = getattr(world, name)
        found = db.session.scalars(visible(SavedDraft, make.reader(user))).all()
        assert {draft.owner_id for draft in found} == (set() if user.deactivated_at else {user.id}), name
        assert len(found) == (0 if user.deactivated_at else 4)


def test_t34_drafts_are_read_and_thrown_away_by_their_owner_only(
    app: Flask, world: World, browser_of: BrowserOf, work: Callable[[], None]
) -> None:
    with transaction():
        canaries = plant(world, tuple(kind.code for kind in kinds.every()))
        outbox.note_everything()
    work()
    drafts = [draft for draft in canaries.drafts if draft.owner_id == world.member.id]
    files = [file for file in canaries.files if file.draft_id and file.uploader_id == world.member.id]
    words = [draft.fields["title"][0] for draft in drafts]
    for name in (*CAST, "anonymous"):
        if name == "member":
            continue
        client = browser_of(world.people[name])
        for draft in drafts:
            assert client.get(f"/concepten/{draft.public_id}").status_code == 404, name
            assert client.post(f"/concepten/{draft.public_id}/weggooien").status_code == 404, name
            asked = f"/discussies/nieuw?concept={draft.public_id}"
            assert not any(word in client.get(asked).text for word in words), name
        for file in files:
            assert client.get(f"/bestanden/{file.public_id}/{file.filename}").status_code == 404, name
    # Nor by search, not even for who wrote it: search does not know drafts.
    for name in ("member", "manager"):
        for word in words:
            found = program_of(app, world.people[name]).get(f"/api/v1/search?q={word}").get_json()
            assert found["total"] == 0
    member = browser_of(world.member)
    overview = member.get("/concepten").text
    assert all(word in overview for word in words)
    for draft in drafts:
        assert member.get(f"/concepten/{draft.public_id}").status_code in (200, 302)
        assert member.post(f"/concepten/{draft.public_id}/weggooien").status_code == 303


def test_t22_the_file_of_somebody_else_is_not_held_by_ones_draft(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        file = Attachment(
            uploader_id=world.manager.id, sha256="0" * 64, size=1, media_type="text/plain", filename="a.txt"
        )
        db.session.add(file)
    client = browser_of(world.member)
    page = client.get("/discussies/nieuw").text
    concept = page.split('name="concept" value="')[1].split('"')[0]
    data = {
        "concept": concept,
        "title": "Van mij",
        "attached": file.public_id,
        f"alt-{file.public_id}": "anders",
    }
    assert client.post("/concepten/bewaren", data=data).status_code == 200
    db.session.expire_all()
    assert (file.draft_id, file.alt_text) == (None, "")
