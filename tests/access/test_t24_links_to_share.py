"""T24: a link to share one document needs the right of its maker each time, is listed, is taken back, and ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from forum.access import Action, may
from forum.core.group import Group, Membership, MembershipRole, MembershipState, Preset
from forum.core.item import Audience, State
from forum.core.user import User
from forum.lib import clock, link_secrets
from forum.lib.db import db, transaction
from forum.library import sharing
from forum.library.models import Document, DocumentShare
from tests import documents
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]
Work = Callable[[], object]


@pytest.fixture
def made(world: World, work: Work) -> Document:
    found = documents.document(
        world.member,
        world.closed_group,
        content=documents.pdf("kanarietekst"),
        filename="nota.pdf",
        title="Gedeelde nota",
    )
    work()
    return found


def link(maker: User, made: Document, mark: str = "deel-link-02", days: int = 14) -> str:
    """The secret of a new link."""
    with transaction():
        document = db.session.get(Document, made.id)
        sharing.make_share(make.reader(maker), document, public_id=mark, days=days)
    return link_secrets.secret_for(sharing.PURPOSE, mark, sharing.LENGTH)


def statuses(browser: FlaskClient, secret: str) -> set[int]:
    found = set()
    for tail in ("", "/bestand", "/beeld/0", "/beeld/1"):
        with browser.get(f"/d/{secret}{tail}") as answer:
            found.add(answer.status_code)
            if answer.status_code == 404:
                assert "Gedeelde nota" not in answer.text
                assert "kanarie" not in answer.text
    return found


def test_t24_who_holds_the_link_reads_that_document_and_nothing_around_it(
    world: World, browser_of: Browser, made: Document
) -> None:
    secret = link(world.member, made)
    other = documents.document(world.member, world.closed_group, content=b"ander", title="Andere nota")
    for user in (None, world.stranger, world.member, world.moderator):
        assert statuses(browser_of(user), secret) == {200}
    visitor = browser_of(None)
    page = visitor.get(f"/d/{secret}")
    assert "Gedeelde nota" in page.text
    assert "kanarietekst" in page.text
    for told in (world.closed_group.name, world.closed_group.address, world.member.name, made.public_id):
        assert told not in page.text
    for path in ("", "/bestand", "/beeld/1"):
        with visitor.get(f"/d/{secret}{path}") as answer:
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
            assert answer.headers["Referrer-Policy"] == "same-origin"
            assert answer.headers["Cache-Control"].startswith("private, no-")
    with visitor.get(f"/d/{secret}/bestand") as file:
        assert file.headers["Content-Disposition"] == "attachment; filename=nota.pdf"
    # It opens no other address, and no other document.
    for address in (f"/documenten/{made.public_id}", f"/documenten/{other.public_id}", f"/d/{secret}x"):
        assert visitor.get(address).status_code == 404


def _leave(world: World) -> None:
    db.session.execute(delete(Membership).where(Membership.user_id == world.member.id))


def _blocked(world: World) -> None:
    mine = (Membership.user_id == world.member.id) & (Membership.group_id == world.closed_group.id)
    db.session.execute(update(Membership).where(mine).values(state=MembershipState.BLOCKED))


def _closed(world: World) -> None:
    db.session.merge(world.member).deactivated_at = clock.now()


def _hidden_group(world: World) -> None:
    db.session.merge(world.closed_group).preset = Preset.HIDDEN


def _hidden_item(world: World) -> None:
    db.session.scalars(select(Document)).one().state = State.HIDDEN


def _deleted(world: World) -> None:
    db.session.scalars(select(Document)).one().state = State.DELETED


def _expired(world: World) -> None:
    db.session.execute(update(DocumentShare).values(expires_at=clock.now() - timedelta(seconds=1)))


def _moved(world: World) -> None:
    db.session.scalars(select(Document)).one().group_id = world.hidden_group.id


@pytest.mark.parametrize(
    "change", [_leave, _blocked, _closed, _hidden_group, _hidden_item, _deleted, _expired, _moved]
)
def test_t24_it_ends_with_the_right_of_its_maker(
    world: World, browser_of: Browser, made: Document, change: Callable[[World], None]
) -> None:
    secret = link(world.member, made)
    assert statuses(browser_of(None), secret) == {200}
    with transaction():
        change(world)
    assert statuses(browser_of(None), secret) == {404}
    assert statuses(browser_of(world.manager), secret) == {404}


def test_t24_a_manager_that_is_one_no_more_shares_no_more(
    world: World, browser_of: Browser, made: Document
) -> None:
    secret = link(world.manager, made)
    with transaction():
        place = (Membership.user_id == world.manager.id) & (Membership.group_id == world.closed_group.id)
        db.session.execute(update(Membership).where(place).values(role=MembershipRole.MEMBER))
    assert browser_of(world.manager).get(f"/documenten/{made.public_id}").status_code == 200
    assert statuses(browser_of(None), secret) == {404}


def test_t24_whom_the_group_blocked_is_not_let_in(world: World, browser_of: Browser, made: Document) -> None:
    secret = link(world.member, made)
    assert statuses(browser_of(world.banned), secret) == {404}
    assert statuses(browser_of(world.stranger), secret) == {200}


def test_who_may_share(world: World, browser_of: Browser, made: Document) -> None:
    expected = {"manager": 200, "member": 200}
    for name, user in world.people.items():
        browser = browser_of(user)
        status = browser.get(f"/documenten/{made.public_id}/delen").status_code
        assert status == expected.get(name, 404), name
    theirs = documents.document(world.manager, world.closed_group, content=b"x", title="Van de beheerder")
    page = f"/documenten/{theirs.public_id}"
    member = browser_of(world.member)
    assert "/delen" not in member.get(page).text
    assert member.get(f"{page}/delen").status_code == 403
    assert member.post(f"{page}/delen", data={"days": "3", "submission": "x"}).status_code == 403
    assert db.session.scalars(select(DocumentShare)).all() == []


@pytest.mark.parametrize("who", ["member", "manager"])
def test_nothing_of_a_hidden_group_is_shared(world: World, browser_of: Browser, who: str) -> None:
    user = getattr(world, who)
    hidden = documents.document(user, world.hidden_group, content=b"x", title="Verborgen nota")
    page = f"/documenten/{hidden.public_id}"
    browser = browser_of(user)
    assert browser.get(page).status_code == 200
    assert "/delen" not in browser.get(page).text
    assert browser.post(f"{page}/delen", data={"days": "3", "submission": "x"}).status_code == 403
    assert not may(make.reader(user), Action.ITEM_SHARE, db.session.get(Document, hidden.id))


def test_t24_made_listed_opened_and_taken_back_on_the_site(
    world: World, browser_of: Browser, made: Document, work: Work
) -> None:
    member, manager = browser_of(world.member), browser_of(world.manager)
    page = f"/documenten/{made.public_id}/delen"
    assert "Delen met een link" in member.get(f"/documenten/{made.public_id}").text
    for _twice in range(2):
        assert member.post(page, data={"days": "7", "submission": "een"}).status_code == 303
    share = db.session.scalars(select(DocumentShare)).one()
    secret = link_secrets.secret_for(sharing.PURPOSE, share.public_id, sharing.LENGTH)
    assert len(secret) == 24
    assert secret not in share.secret_digest
    for browser, address in ((member, page), (manager, page), (member, "/gedeeld"), (manager, "/gedeeld")):
        assert f"/d/{secret}" in browser.get(address).text
    for user in (world.stranger, world.moderator, world.administrator):
        assert secret not in browser_of(user).get("/gedeeld").text
    assert "Nog niet geopend." in member.get(page).text
    for _twice in range(2):
        browser_of(None).get(f"/d/{secret}")
    work()
    assert "2 keer geopend" in member.get(page).text
    for user, status in ((None, 404), (world.stranger, 404), (world.moderator, 404)):
        assert browser_of(user).post(f"/gedeeld/{share.public_id}/intrekken").status_code == status
    assert statuses(browser_of(None), secret) == {200}
    assert manager.post(f"/gedeeld/{share.public_id}/intrekken").status_code == 303
    assert statuses(browser_of(None), secret) == {404}
    log = manager.get(f"/groepen/{world.closed_group.address}/logboek").text
    for said in ("kunnen lezen.", "voor het eerst geopend.", "trok een link naar een document in."):
        assert log.count(said) == 1, said


def test_who_lost_the_right_can_still_take_back_their_link(
    world: World, browser_of: Browser, made: Document
) -> None:
    link(world.member, made)
    with transaction():
        _leave(world)
    browser = browser_of(world.member)
    assert "Gedeelde nota" not in browser.get("/gedeeld").text
    share = db.session.scalars(select(DocumentShare)).one()
    assert browser.post(f"/gedeeld/{share.public_id}/intrekken").location == "/gedeeld"
    assert db.session.get(DocumentShare, share.id).revoked_at is not None


@pytest.mark.parametrize("days", ["", "0", "91", "x", "-1", "99999999999999999999"])
def test_another_number_of_days_is_refused_in_words(
    world: World, browser_of: Browser, made: Document, days: str
) -> None:
    answer = browser_of(world.member).post(
        f"/documenten/{made.public_id}/delen", data={"days": days, "submission": "x"}
    )
    assert answer.status_code == 422
    assert db.session.scalars(select(DocumentShare)).all() == []


def test_there_is_an_end_to_the_number_of_links(world: World, browser_of: Browser, made: Document) -> None:
    for number in range(sharing.MOST):
        link(world.member, made, f"deel-{number:07}")
    answer = browser_of(world.member).post(
        f"/documenten/{made.public_id}/delen", data={"days": "3", "submission": "x"}
    )
    assert answer.status_code == 422
    assert "Trek er eerst een in" in answer.text


@pytest.mark.parametrize("token", ["x", "0" * 24, "%00", "é" * 24, "a" * 5000, "../bestand"])
def test_any_other_link_is_one_that_never_was(world: World, browser_of: Browser, token: str) -> None:
    for tail in ("", "/bestand", "/beeld/1"):
        assert browser_of(None).get(f"/d/{token}{tail}").status_code == 404


def test_a_document_for_members_in_an_open_group(world: World, browser_of: Browser) -> None:
    inside = documents.document(
        world.member, world.open_group, content=b"tekst", title="Voor leden", audience=Audience.MEMBERS
    )
    secret = link(world.member, inside)
    assert browser_of(None).get(f"/documenten/{inside.public_id}").status_code == 404
    assert browser_of(None).get(f"/d/{secret}").status_code == 200
    assert isinstance(db.session.get(Group, world.open_group.id), Group)


def test_t24_managers_find_the_links_of_their_group_from_its_page(
    world: World, browser_of: Browser, made: Document
) -> None:
    link(world.member, made)
    page = f"/groepen/{world.closed_group.address}"
    manager = browser_of(world.manager)
    assert 'href="/gedeeld"' in manager.get(page).text
    assert "Gedeelde nota" in manager.get("/gedeeld").text
    assert 'href="/gedeeld"' not in browser_of(world.member).get(page).text
