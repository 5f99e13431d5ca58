"""A report on a group or a person: who decides, and what hiding takes away and can put back."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from forum.access import is_visible
from forum.core.group import Group
from forum.core.item import Item
from forum.groups.service import change_details
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.mail.folder import LocalMail, list_mails
from forum.moderation import queries, service
from forum.moderation.faces import GroupFace, PersonFace
from forum.moderation.models import Report
from forum.moderation.subjects import Subject
from forum.search import outbox as search_outbox
from forum.search.narrowing import Narrowing
from forum.search.service import search
from forum.storage.cleaning import clean
from tests import world as make
from tests.world import World

Work = Callable[[], None]
BrowserOf = Callable[[object], FlaskClient]
PLACES = ("open_group", "closed_group", "hidden_group")
UGLY = "Lelijke woorden"


def group_report(world: World, place: str) -> tuple[Report, GroupFace]:
    group: Group = getattr(world, place)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(picture, "PNG")
    picture.seek(0)
    with transaction():
        change_details(make.reader(world.manager), group, name=UGLY, description="Nog meer", picture=picture)
        subject = GroupFace(group)
        report = service.report(make.reader(world.member), subject, "Dit is grof.")
    return report, subject


def person_report(world: World) -> tuple[Report, PersonFace]:
    with transaction():
        world.member.name, world.member.function = UGLY, "Nog meer"
        subject = PersonFace(world.member)
        report = service.report(make.reader(world.stranger), subject, "Dit is grof.")
    return report, subject


def decide(world: World, report: Report, decision: str) -> Subject:
    """As the moderator would, after a look where that is needed."""
    reader = make.reader(world.moderator)
    with transaction():
        if service.subject_for(reader, report) is None:
            service.look(reader, report)
        subject = service.subject_for(reader, report)
        assert subject is not None
        service.decide(reader, report, subject, decision, "Beledigend.")
    return subject


def mails(app: Flask) -> list[LocalMail]:
    return list_mails(app.config["KENNISPLEIN"].folder("mail"))


@pytest.mark.parametrize("place", PLACES)
def test_moderators_decide_on_a_group_and_its_managers_do_not(world: World, place: str) -> None:
    report, subject = group_report(world, place)
    for user in (world.manager, world.member, world.stranger):
        reader = make.reader(user)
        with pytest.raises(NotFound):
            queries.get_report(reader, report.public_id)
        with pytest.raises(Forbidden):
            service.decide(reader, report, subject, "hide", "Omdat.")
        assert queries.list_reports(reader, open_only=True, page=1).total == 0
    assert subject.group.name == UGLY
    moderator = make.reader(world.moderator)
    assert queries.list_reports(moderator, open_only=True, page=1).total == 1
    decide(world, report, "hide")
    assert subject.group.name == "Groep zonder naam"


def test_nobody_decides_about_themselves(world: World) -> None:
    for person in (world.moderator, world.administrator):
        with transaction():
            report = service.report(make.reader(world.stranger), PersonFace(person), "Dit is grof.")
        with pytest.raises(NotFound):
            queries.get_report(make.reader(person), report.public_id)
        with pytest.raises(Forbidden):
            service.decide(make.reader(person), report, PersonFace(person), "dismiss", "Niets mis.")
    # … but they do about each other, and a moderator does not about a group of their own.
    assert queries.list_reports(make.reader(world.moderator), open_only=True, page=1).total == 1
    with transaction():
        make.join(world.open_group, world.moderator, make.MembershipRole.MANAGER)
        report = service.report(make.reader(world.member), GroupFace(world.open_group), "Dit is grof.")
    with pytest.raises(NotFound):
        queries.get_report(make.reader(world.moderator), report.public_id)
    assert queries.get_report(make.reader(world.administrator), report.public_id)


@pytest.mark.parametrize("place", PLACES)
def test_hiding_a_group_takes_its_words_away_and_leaves_its_content(
    world: World, browser_of: BrowserOf, place: str
) -> None:
    report, subject = group_report(world, place)
    with transaction():
        item = make.discussion(world.member, subject.group)
    old_address, picture = subject.group.address, subject.group.picture_sha256
    decide(world, report, "hide")

    assert (subject.group.description, subject.group.picture_sha256) == ("", None)
    # The address of an open or closed group is made of its name; that of a hidden one is random.
    assert (subject.group.address == old_address) == (place == "hidden_group")
    assert is_visible(Item, item.id, make.reader(world.member))
    page = browser_of(world.member).get(f"/groepen/{subject.group.address}").text
    assert "Groep zonder naam" in page
    assert UGLY not in page

    decide(world, report, "restore")
    assert (subject.group.name, subject.group.description) == (UGLY, "Nog meer")
    assert (subject.group.address, subject.group.picture_sha256) == (old_address, picture)


def test_the_old_words_find_nothing_any_more(app: Flask, world: World, work: Work) -> None:
    report, _subject = group_report(world, "open_group")
    other, _person = person_report(world)
    with transaction():
        search_outbox.note_everything()
    work()

    def totals() -> list[int]:
        with app.test_request_context():
            reader = make.reader(world.stranger)
            return [
                search(reader, UGLY, narrowing=Narrowing(kind=kind)).total for kind in ("group", "person")
            ]

    assert totals() == [1, 1]
    decide(world, report, "hide")
    decide(world, other, "hide")
    assert totals() == [0, 0], "at once, before the index knows"
    work()
    assert totals() == [0, 0]
    decide(world, report, "restore")
    decide(world, other, "restore")
    work()
    assert totals() == [1, 1]


def test_hiding_a_person_takes_their_words_away_and_they_can_write_better_ones(
    app: Flask, world: World, work: Work, browser_of: BrowserOf
) -> None:
    report, subject = person_report(world)
    with transaction():
        item = make.discussion(world.member)
    decide(world, report, "hide")
    work()
    assert UGLY not in browser_of(world.stranger).get(f"/discussies/{item.public_id}").text
    assert "Naam verborgen" in browser_of(world.stranger).get(f"/mensen/{world.member.public_id}").text
    mail = mails(app)[0]
    assert mail.to == world.member.email
    assert "Beledigend." in mail.text
    assert UGLY not in mail.text

    answer = browser_of(world.member).post(
        "/instellingen", data={"name": "Mila", "locale": "nl", "digest_frequency": "weekly"}
    )
    assert answer.status_code == 303
    db.session.refresh(subject.person)
    assert not subject.hidden
    with pytest.raises(Invalid), transaction():  # what they wrote themselves is not overwritten
        service.decide(make.reader(world.moderator), report, subject, "restore", "Toch goed.")
    assert subject.person.name == "Mila"


def test_each_manager_of_the_group_hears_why_and_no_one_else(app: Flask, world: World, work: Work) -> None:
    report, subject = group_report(world, "hidden_group")
    with transaction():
        make.join(subject.group, world.stranger, make.MembershipRole.MANAGER)
    decide(world, report, "hide")
    work()
    told = [mail for mail in mails(app) if "Beledigend." in mail.text]
    assert sorted(mail.to for mail in told) == sorted([world.manager.email, world.stranger.email])
    assert all("Dit is grof." not in mail.text and world.member.name not in mail.text for mail in told)


def test_a_hidden_group_opens_by_a_look_only_and_its_managers_see_that(
    world: World, browser_of: BrowserOf
) -> None:
    report, subject = group_report(world, "hidden_group")
    moderator, picture = browser_of(world.moderator), f"/moderatie/{report.public_id}/beeld"
    page = moderator.get(f"/moderatie/{report.public_id}").text
    assert UGLY not in page
    assert moderator.get(picture).status_code == 404
    assert moderator.post(f"/moderatie/{report.public_id}/inzage").status_code == 303
    assert UGLY in moderator.get(f"/moderatie/{report.public_id}").text
    assert moderator.get(picture).mimetype == "image/webp"
    assert browser_of(world.administrator).get(picture).status_code == 404, "the look is of one person"
    assert moderator.get(f"/groepen/{subject.group.address}").status_code == 404
    log = browser_of(world.manager).get(f"/groepen/{subject.group.address}/logboek").text
    assert "Moderator bekeek de gemelde naam en beschrijving van de groep." in log


@pytest.mark.parametrize("what", ["group", "person"])
def test_from_the_page_to_the_decision(world: World, browser_of: BrowserOf, what: str) -> None:
    group, person = world.closed_group, world.former
    page, public_id = {
        "group": (f"/groepen/{group.address}", group.public_id),
        "person": (f"/mensen/{person.public_id}", person.public_id),
    }[what]
    reporter, address = browser_of(world.stranger), f"/melden/{what}/{public_id}"
    assert address in reporter.get(page).text
    assert address not in browser_of(world.manager if what == "group" else person).get(page).text
    empty = reporter.post(address, data={"reason": " "})
    assert (empty.status_code, "Schrijf kort wat er mis is." in empty.text) == (422, True)
    for _twice in range(2):
        answer = reporter.post(address, data={"reason": "Dit is grof."})
        assert (answer.status_code, answer.location) == (303, page)
    found = db.session.query(Report).one()
    moderator = browser_of(world.moderator)
    assert f"/moderatie/{found.public_id}" in moderator.get("/moderatie").text
    answer = moderator.post(
        f"/moderatie/{found.public_id}", data={"decision": "hide", "reason": "Beledigend."}
    )
    assert answer.status_code == 303, answer.text
    assert {"group": "Groep zonder naam", "person": "Naam verborgen"}[what] in moderator.get(
        "/moderatie/logboek"
    ).text


def test_a_picture_that_can_be_put_back_is_kept(world: World) -> None:
    report, subject = group_report(world, "open_group")
    decide(world, report, "hide")
    assert clean(timedelta(0)) == 0
    decide(world, report, "restore")
    assert clean(timedelta(0)) == 0
    with transaction():
        change_details(
            make.reader(world.manager), subject.group, name="Wijk", description="", remove_picture=True
        )
    assert clean(timedelta(0)) == 1
