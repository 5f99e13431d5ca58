"""What was planned and could not be posted: its writer is told on the site and by mail, nobody else, until it is mended."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from forum.core.draft import SavedDraft
from forum.core.group import Membership
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.notifications import queries, service
from forum.notifications.models import MailWhen, Notification, Reason
from forum.threads import planning
from tests import world as make
from tests.integration.notifications.test_notifications import after_a_while, lines_of, sent
from tests.integration.threads.test_threads_planning import it_is_time, kept, planned
from tests.world import World

Work = Callable[[], None]
BrowserOf = Callable[[object], FlaskClient]


def leave(world: World) -> None:
    with transaction():
        db.session.execute(delete(Membership).where(Membership.user_id == world.member.id))


def failed(world: World, client: FlaskClient) -> str:
    """The public id of a draft of the member that could not be posted: they left the closed group meanwhile."""
    planned(client, world.closed_group.address)
    leave(world)
    it_is_time()
    assert planning.post_due() == 0
    public_id: str = kept()[0].public_id
    return public_id


@pytest.mark.parametrize(("choice", "mails"), [(None, 1), (MailWhen.COLLECTED, 0), (MailWhen.NEVER, 0)])
def test_the_writer_is_told_and_mailed_as_they_want(
    app: Flask, world: World, browser_of: BrowserOf, work: Work, choice: MailWhen | None, mails: int
) -> None:
    client = browser_of(world.member)
    if choice:
        with transaction():
            service.set_mail(world.member.id, choice)
    public_id = failed(world, client)
    [line] = lines_of(world.member)
    assert (line.reason, line.title, line.draft, line.unread) == (
        Reason.NOT_POSTED, "Straks zandkasteel", public_id, True,
    )  # fmt: skip
    page = client.get("/berichten").text
    assert "Niet geplaatst: “Straks zandkasteel”. Kijk je tekst na." in page
    assert f"/concepten/{public_id}" in page
    assert client.get(f"/concepten/{public_id}").status_code == 200
    for other in (world.manager, world.administrator):
        assert lines_of(other) == []
    after_a_while(work)
    found = sent(app)
    assert len(found) == mails
    if mails:
        assert found[0].to == world.member.email
        assert found[0].subject == "Niet geplaatst: Straks zandkasteel"
        assert f"/concepten/{public_id}" in found[0].text
        assert "Kijk je tekst na" in found[0].text
        assert world.closed_group.name not in found[0].text


def test_it_is_old_news_once_they_went_on_and_gone_once_it_is_planned_again(
    world: World, browser_of: BrowserOf
) -> None:
    client = browser_of(world.member)
    failed(world, client)
    reader = make.reader(world.member)
    assert queries.count_unread(reader) == 1
    with transaction():
        db.session.execute(update(SavedDraft).values(updated_at=clock.now()))
    assert queries.count_unread(reader) == 0
    assert [line.unread for line in lines_of(world.member)] == [False]
    with transaction():
        db.session.execute(update(SavedDraft).values(failed_at=None))
    assert lines_of(world.member) == []


def test_failing_twice_is_one_line_and_throwing_it_away_takes_the_line_along(
    world: World, browser_of: BrowserOf
) -> None:
    client = browser_of(world.member)
    public_id = failed(world, client)
    with transaction():
        plan = {"fields": {}, "attached": [], "preset": None}
        db.session.execute(update(SavedDraft).values(publish_at=clock.now(), plan=plan))
    assert planning.post_due() == 0
    assert [line.unread for line in lines_of(world.member)] == [True]
    assert client.post(f"/concepten/{public_id}/weggooien").status_code == 303
    db.session.rollback()
    assert db.session.scalar(select(func.count(Notification.id))) == 0


def test_who_closed_their_account_is_told_nothing(
    app: Flask, world: World, browser_of: BrowserOf, work: Work
) -> None:
    planned(browser_of(world.member))
    with transaction():
        db.session.execute(update(User).where(User.id == world.member.id).values(deactivated_at=clock.now()))
    it_is_time()
    assert planning.post_due() == 0
    after_a_while(work)
    assert db.session.scalar(select(func.count(Notification.id))) == 0
    assert sent(app) == []
