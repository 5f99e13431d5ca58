"""Folders of a group: made and ordered by managers; what lies in them is never for more people than the folder."""

import pytest
from sqlalchemy import select

from forum.core.folder import Folder
from forum.core.item import Audience
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden, Invalid
from forum.library import folders, service
from forum.library.models import Document
from tests import documents
from tests.world import reader


def folder(world, name="Beleid", group=None, members=False):
    with transaction():
        return folders.make(reader(world.manager), group or world.open_group, name, members)


def put(who, document, where):
    with transaction():
        folders.put(reader(who), db.session.get(Document, document.id), where)


def now(model, row):
    db.session.expire_all()
    return db.session.get(model, row.id)


def test_a_group_begins_with_its_folders_in_the_order_that_managers_chose(world, browser_of):
    made = [folder(world, name) for name in ("Eerste", "Tweede", "Derde")]
    loose = documents.document(world.member, world.open_group, title="Los blad", content=b"a")
    inside = documents.document(world.member, world.open_group, title="Ligt erin", content=b"b")
    put(world.manager, inside, made[0])
    manager = browser_of(world.manager)
    up = manager.post(f"/mappen/{made[2].public_id}/schuiven", data={"richting": "op"})
    assert up.status_code == 303
    page = browser_of(None).get(f"/bibliotheek?groep={world.open_group.address}").text
    assert page.index("Eerste") < page.index("Derde") < page.index("Tweede") < page.index(loose.title)
    assert "Ligt erin" not in page
    assert (
        "Ligt erin" in browser_of(None).get(f"/bibliotheek?groep={world.open_group.address}&map=alles").text
    )
    own = browser_of(None).get(f"/mappen/{made[0].public_id}").text
    assert "Ligt erin" in own
    assert "Los blad" not in own


def test_managers_make_rename_and_take_away_others_do_not(world, browser_of):
    manage = f"/groepen/{world.open_group.address}/mappen"
    for person, status in ((world.member, 403), (world.stranger, 403), (world.manager, 303)):
        assert browser_of(person).post(manage, data={"name": "Formulieren"}).status_code == status
    made = db.session.scalars(select(Folder)).one()
    address = f"/mappen/{made.public_id}"
    for person, status in ((world.member, 403), (world.stranger, 403), (world.manager, 303)):
        browser = browser_of(person)
        assert browser.post(f"{address}/aanpassen", data={"name": "Brieven"}).status_code == status
        assert browser.post(f"{address}/schuiven", data={"richting": "op"}).status_code == status
    assert now(Folder, made).name == "Brieven"
    assert browser_of(world.member).post(f"{address}/verwijderen").status_code == 403
    assert browser_of(world.manager).post(f"{address}/verwijderen").status_code == 303
    assert browser_of(world.manager).get(address).status_code == 404


def test_a_name_is_needed_and_is_there_once(world, browser_of):
    folder(world)
    manager = browser_of(world.manager)
    for name in ("", "beleid", "x" * 81):
        page = manager.post(f"/groepen/{world.open_group.address}/mappen", data={"name": name})
        assert page.status_code == 422
    assert len(db.session.scalars(select(Folder)).all()) == 1


def test_a_folder_with_something_in_it_stays(world):
    made = folder(world)
    document = documents.document(world.member, world.open_group)
    put(world.member, document, made)
    with pytest.raises(Invalid), transaction():
        folders.remove(reader(world.manager), world.open_group, now(Folder, made))
    put(world.member, document, None)
    with transaction():
        folders.remove(reader(world.manager), world.open_group, now(Folder, made))
    assert now(Folder, made) is None


def test_only_who_may_move_it_lays_it_elsewhere_and_only_in_its_own_group(world):
    made, other = folder(world), folder(world, group=world.closed_group)
    document = documents.document(world.manager, world.open_group)
    with pytest.raises(Forbidden):
        put(world.member, document, made)
    with pytest.raises(Invalid):
        put(world.manager, document, other)
    put(world.manager, document, made)
    assert now(Document, document).folder_id == made.id


def test_what_lies_in_a_folder_for_members_is_for_members_and_never_wider_again(world, browser_of):
    wide, narrow = folder(world, "Open"), folder(world, "Intern", members=True)
    document = documents.document(world.member, world.open_group, title="Notulen")
    page = f"/documenten/{document.public_id}"
    assert browser_of(world.stranger).get(page).status_code == 200
    put(world.member, document, narrow)
    assert browser_of(world.stranger).get(page).status_code == 404
    assert browser_of(world.member).get(page).status_code == 200
    put(world.member, document, wide)
    assert browser_of(world.stranger).get(page).status_code == 404


def test_narrowing_a_folder_narrows_what_lies_in_it_and_widening_widens_the_folder_alone(world, browser_of):
    made = folder(world)
    document = documents.document(world.member, world.open_group)
    put(world.member, document, made)
    page, address = f"/documenten/{document.public_id}", f"/mappen/{made.public_id}"
    manager, stranger = browser_of(world.manager), browser_of(world.stranger)
    for members, folder_status, page_status in ((None, 200, 200), ("y", 404, 404), (None, 200, 404)):
        sent = {"name": "Beleid"} | ({"members": members} if members else {})
        assert manager.post(f"{address}/aanpassen", data=sent).status_code == 303
        assert stranger.get(address).status_code == folder_status
        assert stranger.get(page).status_code == page_status


def test_what_comes_into_a_folder_for_members_is_for_members_whatever_was_chosen(world):
    narrow = folder(world, members=True)
    with transaction():
        made = service.add_document(
            reader(world.member),
            documents.kept(b"Nieuw"),
            group=world.open_group,
            audience="group",
            folder=now(Folder, narrow),
        )
    assert now(Document, made).audience == Audience.MEMBERS


def test_the_upload_form_lays_it_in_the_folder_and_refuses_one_that_is_not_there(world, browser_of):
    made = folder(world)
    other = folder(world, group=world.hidden_group)
    member = browser_of(world.member)
    address = f"/documenten/nieuw?groep={world.open_group.address}"
    assert f'selected value="{made.public_id}"' in member.get(f"{address}&map={made.public_id}").text
    for where, status in ((other.public_id, 422), ("bestaatniet0", 422), (made.public_id, 303)):
        sent = {"title": "Brief", "folder": where, "file": documents.sent(b"Brief")}
        assert member.post(address, data=sent).status_code == status
    assert db.session.scalars(select(Document.folder_id)).all() == [made.id]


def test_what_goes_to_another_group_lies_in_no_folder(world, browser_of):
    made = folder(world)
    document = documents.document(world.member, world.open_group)
    put(world.member, document, made)
    member = browser_of(world.member)
    target = f"{world.closed_group.public_id}.group"
    page = member.get(f"/items/{document.public_id}/verplaatsen?naar={target}").text
    mark = page.split('name="feiten" value="')[1].split('"')[0]
    moved = member.post(f"/items/{document.public_id}/verplaatsen", data={"naar": target, "feiten": mark})
    assert moved.status_code == 303
    assert now(Document, document).folder_id is None
