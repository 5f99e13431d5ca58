"""Posting at a later time: every kind, by a Dutch clock, once, with the rights that its writer has at that moment."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from forum.core.attachment import Attachment
from forum.core.draft import SavedDraft
from forum.core.follow import Follow
from forum.core.group import Membership, Preset
from forum.core.item import Item
from forum.core.user import User
from forum.digest.contents import contents_for
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.errors import Invalid
from forum.search.service import search
from forum.threads import drafts, planning
from tests import world as make
from tests.integration.threads.test_threads_drafts import NEW, kept, opened
from tests.world import World

BrowserOf = Callable[[object], FlaskClient]


def later(days: int = 3) -> str:
    """A moment to come as the form sends it."""
    return clock.local(clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def planned(client: FlaskClient, group: str | None = None, **fields: object) -> None:
    path = f"/discussies/nieuw?groep={group}" if group else "/discussies/nieuw"
    data = {"title": "Straks zandkasteel", "body": "Tekst", "publish_at": later(), **fields}
    answer = client.post(path, data={**opened(client, path), **data})
    assert answer.status_code == 303
    assert answer.location == "/concepten"


def it_is_time() -> None:
    with transaction():
        db.session.execute(update(SavedDraft).values(publish_at=clock.now() - timedelta(seconds=1)))


def items() -> list[Item]:
    db.session.rollback()
    return list(db.session.scalars(select(Item)))


@pytest.mark.parametrize("kind", NEW)
def test_every_kind_waits_and_is_posted_with_all_that_belongs_to_it(
    world: World, browser_of: BrowserOf, work: Callable[[], None], kind: str
) -> None:
    address, fields = NEW[kind]
    path = f"{address}?groep={world.closed_group.address}"
    client = browser_of(world.member)
    file = {"file": (io.BytesIO(b"Een verslag"), "verslag.txt")} if kind == "document" else {}
    typed = {**fields, **file, "title": "Zandkasteel", "themes": "jeugd", "publish_at": later()}
    assert client.post(path, data={**opened(client, path), **typed}).status_code == 303
    assert items() == []
    assert "Wordt geplaatst op" in client.get("/concepten").text
    assert "Zandkasteel" not in browser_of(world.manager).get(f"/groepen/{world.closed_group.address}").text
    assert planning.post_due() == 0
    it_is_time()
    before = clock.now()
    assert planning.post_due() == 1
    assert planning.post_due() == 0  # twice is once
    work()
    [item] = items()
    assert (item.kind, item.group_id, item.author_id) == (kind, world.closed_group.id, world.member.id)
    assert item.published_at
    assert item.published_at >= before
    assert kept() == []
    assert search(make.reader(world.manager), "zandkasteel").total == 1
    assert search(make.reader(world.stranger), "zandkasteel").total == 0
    assert not contents_for(make.reader(world.manager), before - timedelta(minutes=1)).empty
    assert db.session.scalar(select(func.count()).select_from(Follow)) == 1


def test_its_files_wait_with_it(world: World, browser_of: BrowserOf) -> None:
    planned(browser_of(world.member), files=(io.BytesIO(b"tekst"), "a.txt"))
    it_is_time()
    assert planning.post_due() == 1
    assert db.session.scalars(select(Attachment.item_id)).all() == [items()[0].id]


def test_what_is_wrong_is_said_now_and_not_then(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)

    def refused(**fields: str) -> str:
        data = {**opened(client, "/peilingen/nieuw"), "title": "Wat?", "options": "ja\nnee", **fields}
        answer = client.post("/peilingen/nieuw", data=data)
        assert answer.status_code == 422
        assert kept() == []
        return answer.text

    assert "Kies een tijd die nog komt." in refused(publish_at="2020-01-01T10:00")
    assert "Kies een tijd binnen een jaar." in refused(publish_at=later(400))
    assert "Geef" in refused(publish_at=later(), options="ja")
    assert "na het plaatsen" in refused(publish_at=later(), closes_on=later(2)[:10])
    assert refused(publish_at="gisteren")
    assert items() == []


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("2027-01-15 09:00", "2027-01-15 08:00"),
        ("2027-07-15 09:00", "2027-07-15 07:00"),
        ("2027-03-28 02:30", None),
    ],
)
def test_the_clock_is_the_dutch_one(
    monkeypatch: pytest.MonkeyPatch, app: object, typed: str, named: str | None
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 1, tzinfo=UTC))
    moment = datetime.fromisoformat(typed)
    if named is None:
        with pytest.raises(Invalid) as error:
            planning.moment(moment)
        assert "klok" in error.value.message
    else:
        assert planning.moment(moment) == datetime.fromisoformat(named).replace(tzinfo=UTC)


def _left(world: World) -> None:
    db.session.execute(delete(Membership).where(Membership.user_id == world.member.id))


def _closed(world: World) -> None:
    db.session.execute(update(User).where(User.id == world.member.id).values(deactivated_at=clock.now()))


def _opened(world: World) -> None:
    world.hidden_group.preset = Preset.OPEN


@pytest.mark.parametrize("change", [_left, _closed, _opened])
def test_who_lost_the_right_posts_nothing_and_keeps_the_text(
    world: World, browser_of: BrowserOf, work: Callable[[], None], change: Callable[[World], None]
) -> None:
    client = browser_of(world.member)
    planned(client, world.hidden_group.address)
    with transaction():
        change(world)
    it_is_time()
    assert planning.post_due() == 0
    work()
    assert items() == []
    [draft] = kept()
    assert draft.failed_at
    assert draft.publish_at is None
    if change is not _closed:
        overview = client.get("/concepten").text
        assert "Niet geplaatst op" in overview
        assert "Straks zandkasteel" in overview
    assert search(make.reader(world.manager), "zandkasteel").total == 0


def test_one_that_fails_does_not_keep_the_others_waiting(world: World, browser_of: BrowserOf) -> None:
    planned(browser_of(world.member), world.hidden_group.address)
    planned(browser_of(world.stranger), title="Van een ander")
    with transaction():
        _left(world)
    it_is_time()
    assert planning.post_due() == 1
    assert [item.title for item in items()] == ["Van een ander"]


def test_the_time_is_changed_taken_back_or_made_now(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    planned(client)
    [draft] = kept()
    public_id, draft_id = draft.public_id, draft.id
    page = client.get(f"/concepten/{public_id}", follow_redirects=True).text
    shown = re.search(r'name="publish_at"[^>]* value="([^"]+)"', page)
    assert shown
    hidden = opened(client, client.get(f"/concepten/{public_id}").location)
    again = {**hidden, "title": "Straks zandkasteel", "body": "Tekst", "publish_at": later(9)}
    assert client.post("/discussies/nieuw", data=again).location == "/concepten"
    [moved] = kept()
    assert moved.id == draft_id
    assert moved.publish_at
    assert moved.publish_at > clock.now() + timedelta(days=8)
    assert client.post(f"/concepten/{public_id}/niet-plaatsen").status_code == 303
    assert kept()[0].publish_at is None
    assert client.post("/discussies/nieuw", data=again).status_code == 303
    answer = client.post(f"/concepten/{public_id}/plaatsen")
    assert answer.location.startswith("/discussies/")
    assert kept() == []
    assert len(items()) == 1
    assert client.post(f"/concepten/{public_id}/plaatsen").status_code == 404


def test_what_is_typed_later_is_not_posted_unseen(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    path = "/discussies/nieuw"
    hidden = opened(client, path)
    data = {**hidden, "title": "Klaar", "body": "Helemaal af", "publish_at": later()}
    assert client.post(path, data=data).status_code == 303
    client.post("/concepten/bewaren", data={**data, "body": "Half herschre"})
    assert "Je hebt daarna nog iets veranderd" in client.get("/concepten").text
    it_is_time()
    assert planning.post_due() == 1
    assert items()[0].body_source == "Helemaal af"


def test_only_its_owner_posts_or_stops_it(world: World, browser_of: BrowserOf) -> None:
    planned(browser_of(world.member))
    [draft] = kept()
    for who in (world.manager, world.moderator, world.administrator, None):
        for act in ("plaatsen", "niet-plaatsen"):
            assert browser_of(who).post(f"/concepten/{draft.public_id}/{act}").status_code == 404
    assert kept()[0].publish_at
    assert items() == []


def test_a_planned_draft_is_not_forgotten_before_its_time(world: World, browser_of: BrowserOf) -> None:
    planned(browser_of(world.member))
    with transaction():
        db.session.execute(update(SavedDraft).values(updated_at=clock.now() - timedelta(days=200)))
    drafts.forget_old()
    assert len(kept()) == 1
