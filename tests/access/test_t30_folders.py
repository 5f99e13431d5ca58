"""A folder that one may not know of has no page, no name and no count; a count is of the reader's own set."""

import pytest

from forum.core.folder import Folder
from forum.core.item import State
from forum.lib.db import db, transaction
from forum.library import folders
from forum.library.models import Document
from tests import documents
from tests.world import reader

OUTSIDERS = ("stranger", "banned", "former", "moderator", "administrator", "anonymous")


def planted(world, group, members_only):
    with transaction():
        made = folders.make(reader(world.manager), group, "Kanarieveer", members_only)
    document = documents.document(world.member, group, title="Kanariezaad")
    with transaction():
        folders.put(
            reader(world.member), db.session.get(Document, document.id), db.session.get(Folder, made.id)
        )
    return made


@pytest.mark.parametrize(
    ("group", "members_only"), [("open_group", True), ("closed_group", False), ("hidden_group", False)]
)
def test_t30_a_folder_for_members_is_nowhere_for_others(world, browser_of, group, members_only):
    where = getattr(world, group)
    made = planted(world, where, members_only)
    unknown = browser_of(world.stranger).get("/mappen/bestaatniet0")
    for name in OUTSIDERS:
        browser = browser_of(world.people[name])
        for path in ("", "/aanpassen"):
            answer = browser.get(f"/mappen/{made.public_id}{path}")
            assert answer.status_code == 404
            assert "Kanarieveer" not in answer.text
        for path in ("aanpassen", "schuiven", "verwijderen"):
            assert browser.post(f"/mappen/{made.public_id}/{path}", data={"name": "x"}).status_code == 404
        for path in (f"/bibliotheek?groep={where.address}", f"/groepen/{where.address}", "/bibliotheek"):
            text = browser.get(path).text
            assert "Kanarie" not in text
            assert made.public_id not in text
    assert unknown.status_code == 404
    member = browser_of(world.member)
    assert "Kanariezaad" in member.get(f"/mappen/{made.public_id}").text
    assert "Kanarieveer" in member.get(f"/bibliotheek?groep={where.address}").text


def test_t30_a_folder_counts_what_its_reader_may_read(world):
    made = planted(world, world.open_group, False)
    other = documents.document(world.member, world.open_group, audience="members", content=b"x")
    gone = documents.document(world.member, world.open_group, content=b"y")
    with transaction():
        for each in (other, gone):
            db.session.get(Document, each.id).folder_id = made.id
        db.session.get(Document, gone.id).state = State.HIDDEN
    counts = {
        name: folders.list_folders(reader(world.people[name]), world.open_group)[0].count
        for name in ("member", "manager", "stranger", "anonymous")
    }
    assert counts == {"member": 2, "manager": 2, "stranger": 1, "anonymous": 1}


def test_t30_a_form_offers_no_folder_that_one_may_not_know_of(world, browser_of):
    made = planted(world, world.hidden_group, False)
    page = browser_of(world.member).get(f"/documenten/nieuw?groep={world.open_group.address}").text
    assert made.public_id not in page
