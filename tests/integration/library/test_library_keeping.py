"""Looking after a document: whether it holds, whose it is, verified, doubted, and what search makes of it."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden
from forum.library import keeping, rules
from forum.library.models import Document, Doubt
from forum.library.rules import Validity
from forum.notifications.models import Notification, Reason
from forum.notifications.queries import count_unread, list_lines
from forum.search.service import search
from tests import documents
from tests.world import reader

DAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("said", "review_on", "holds"),
    [
        (Validity.CURRENT, None, Validity.CURRENT),
        (Validity.CURRENT, DAY + timedelta(days=1), Validity.CURRENT),
        (Validity.CURRENT, DAY, Validity.REVIEW),
        (Validity.REVIEW, None, Validity.REVIEW),
        (Validity.EXPIRED, DAY - timedelta(days=9), Validity.EXPIRED),
    ],
)
def test_a_day_to_look_again_that_came_means_to_review(said, review_on, holds):
    assert rules.holds(said, review_on, DAY) == holds


def _now(made):
    db.session.expire_all()
    return db.session.get(Document, made.id)


def _told(user):
    rows = db.session.scalars(select(Notification.reason).where(Notification.user_id == user.id))
    return [
        reason for reason in rows if reason in (Reason.OWNER, Reason.REVIEW, Reason.DOUBT, Reason.RENEWED)
    ]


def test_an_expired_document_says_what_to_use_as_far_as_one_may_read_it(world, browser_of):
    old = documents.document(world.member, world.open_group, title="De oude regeling")
    new = documents.document(world.member, world.closed_group, title="De nieuwe regeling", content=b"n")
    page = f"/documenten/{old.public_id}"
    member = browser_of(world.member)
    sent = {"validity": "expired", "successor": f"http://localhost/documenten/{new.public_id}"}
    assert member.post(f"{page}/geldigheid", data=sent).status_code == 303
    assert "De nieuwe regeling" in member.get(page).text
    visitor = browser_of(None).get(page).text
    assert "Dit document is vervallen" in visitor
    assert "De nieuwe regeling" not in visitor
    assert "vervallen" in browser_of(None).get("/bibliotheek").text
    wrong = member.post(f"{page}/geldigheid", data=sent | {"successor": "https://elders.example/stuk"})
    assert (wrong.status_code, "We kennen dit document niet" in wrong.text) == (422, True)
    past = member.post(f"{page}/geldigheid", data={"validity": "current", "review_on": "2020-01-01"})
    assert (past.status_code, "een dag die nog komt" in past.text) == (422, True)
    assert browser_of(world.stranger).post(f"{page}/geldigheid", data=sent).status_code == 403
    assert member.post(f"{page}/geldigheid", data={"validity": "current"}).status_code == 303
    assert "vervallen" not in browser_of(None).get(page).text.lower().split("over dit document")[0]


def test_a_manager_verifies_and_another_file_ends_that(world, browser_of):
    made = documents.document(world.member, world.open_group)
    page = f"/documenten/{made.public_id}"
    for user in (world.member, world.stranger, world.moderator):
        assert browser_of(user).post(f"{page}/nagekeken").status_code == 403
    manager = browser_of(world.manager)
    assert manager.post(f"{page}/nagekeken").status_code == 303
    assert "Nagekeken door een beheerder" in browser_of(None).get(page).text
    assert manager.post(f"{page}/nagekeken", data={"ja": "0"}).status_code == 303
    assert _now(made).verified_at is None
    assert manager.post(f"{page}/nagekeken").status_code == 303
    sent = {"reason": "Nieuw", "file": (io.BytesIO(b"Anders"), "x.txt")}
    assert manager.post(f"{page}/vervangen", data=sent, content_type="multipart/form-data").status_code == 303
    assert _now(made).verified_at is None
    outside = documents.document(world.member, None, content=b"o")
    address = f"/documenten/{outside.public_id}/nagekeken"
    assert browser_of(world.moderator).post(address).status_code == 303
    assert browser_of(world.manager).post(address).status_code == 403


def test_search_prefers_what_was_verified_and_puts_what_expired_last(world, work):
    made = {
        title: documents.document(
            world.member,
            world.open_group,
            title=f"Regeling {title}",
            content=f"De wachttijdregeling. {title}".encode(),
        )
        for title in ("aa", "bb", "cc", "dd")
    }
    with transaction():
        now = {title: db.session.merge(each) for title, each in made.items()}
        keeping.set_validity(reader(world.member), now["aa"], validity=Validity.EXPIRED)
        keeping.set_validity(reader(world.member), now["bb"], validity=Validity.REVIEW)
        keeping.verify(reader(world.manager), now["dd"], yes=True)
    work()
    found = [hit.title[-2:] for hit in search(reader(None), "wachttijdregeling").items]
    assert found == ["dd", "cc", "bb", "aa"]


def test_it_can_be_handed_over_and_the_new_owner_looks_after_it(world, browser_of):
    made = documents.document(world.manager, world.closed_group)
    address = f"/documenten/{made.public_id}/eigenaar"
    manager = browser_of(world.manager)
    nobody = manager.post(address, data={"name": world.stranger.name})
    assert (nobody.status_code, "niemand met die naam" in nobody.text) == (422, True)
    assert browser_of(world.member).post(address, data={"name": world.member.name}).status_code == 403
    assert manager.post(address, data={"name": world.member.name}).status_code == 303
    assert _now(made).owner_id == world.member.id
    assert _told(world.member) == [Reason.OWNER]
    assert browser_of(world.member).get(f"/documenten/{made.public_id}/vervangen").status_code == 200
    assert browser_of(world.stranger).get(f"/documenten/{made.public_id}/vervangen").status_code == 404


def test_a_doubt_is_for_who_looks_after_it(world, browser_of):
    made = documents.document(world.member, world.open_group)
    page = f"/documenten/{made.public_id}"
    stranger = browser_of(world.stranger)
    empty = stranger.post(f"{page}/klopt-niet-meer", data={"word": " "})
    assert (empty.status_code, "Vertel kort" in empty.text) == (422, True)
    assert stranger.post(f"{page}/klopt-niet-meer", data={"word": "kanarienummer"}).status_code == 303
    assert stranger.post(f"{page}/klopt-niet-meer", data={"word": "kanarietelefoon"}).status_code == 303
    assert len(db.session.scalars(select(Doubt)).all()) == 1
    for name, user in world.people.items():
        shown = browser_of(user).get(page).text
        assert ("kanarietelefoon" in shown) == (name in ("member", "manager")), name
        assert "kanarienummer" not in shown
    assert (_told(world.member), _told(world.manager)) == ([Reason.DOUBT], [Reason.DOUBT])
    assert browser_of(world.banned).post(f"{page}/klopt-niet-meer", data={"word": "x"}).status_code == 403
    assert stranger.post(f"{page}/klopt-nog").status_code == 403
    assert browser_of(world.member).post(f"{page}/klopt-nog").status_code == 303
    assert "kanarietelefoon" not in browser_of(world.member).get(page).text


def test_the_owner_is_reminded_once_and_managers_when_the_owner_is_gone(world):
    made = documents.document(world.member, world.closed_group)
    today = clock.local(clock.now()).date()
    with transaction():
        found = db.session.merge(made)
        keeping.set_validity(
            reader(world.member), found, validity=Validity.CURRENT, review_on=today + timedelta(days=1)
        )
        assert keeping.remind(today) == 0
        assert keeping.remind(today + timedelta(days=1)) == 1
        assert keeping.remind(today + timedelta(days=2)) == 0
    assert (_told(world.member), _told(world.manager)) == ([Reason.REVIEW], [])
    with transaction():
        found = db.session.get(Document, made.id)
        found.owner_id, found.review_on = world.former.id, today
        assert keeping.remind(today) == 1
    assert (_told(world.former), _told(world.manager)) == ([], [Reason.REVIEW])


def test_followers_hear_of_a_newer_file_until_they_saw_it(world, work, browser_of):
    made = documents.document(world.member, world.open_group, title="De regeling")
    page = f"/documenten/{made.public_id}"
    browser = browser_of(world.stranger)
    browser.post(f"/items/{made.public_id}/volgen")
    browser.get(page)
    work()
    sent = {"reason": "Nieuw", "file": (io.BytesIO(b"Anders"), "x.txt")}
    browser_of(world.member).post(f"{page}/vervangen", data=sent, content_type="multipart/form-data")
    work()
    assert [line.reason for line in list_lines(reader(world.stranger)).items] == [Reason.RENEWED]
    assert "plaatste een nieuwe versie van “De regeling”" in browser.get("/berichten").text
    assert count_unread(reader(world.stranger)) == 1
    browser.get(page)
    work()
    assert count_unread(reader(world.stranger)) == 0
    assert _told(world.member) == []


def test_who_may_not_says_nothing_by_the_service_either(world):
    made = documents.document(world.member, world.open_group)
    with transaction():
        found = db.session.merge(made)
        for act in (
            lambda: keeping.set_validity(reader(world.stranger), found, validity=Validity.EXPIRED),
            lambda: keeping.verify(reader(world.member), found, yes=True),
            lambda: keeping.settle(reader(world.stranger), found),
            lambda: keeping.doubt(reader(None), found, "x"),
        ):
            with pytest.raises(Forbidden):
                act()
