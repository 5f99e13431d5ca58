"""The front page, for a visitor and for members."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from forum.core.group import Group
from forum.core.item import Audience, State
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.polls.models import Poll, PollOption
from forum.statements.models import Statement
from tests import world as make
from tests.counting import count_queries
from tests.world import World

Browser = Callable[[object], FlaskClient]


def statement(author: User, title: str, where: Group | None = None, **more: object) -> Statement:
    row = Statement(
        title=title,
        author_id=author.id,
        group_id=where.id if where else None,
        audience=Audience.GROUP if where else Audience.PUBLIC,
        **more,
    )
    db.session.add(row)
    db.session.flush()
    return row


def test_empty_site(world: World, client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Wat wil je weten?" in answer.text
    assert 'role="search"' in answer.text
    assert "Hier is nog niets te lezen" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert answer.text.count("<h1") == 1


def test_each_sees_their_own(world: World, browser_of: Browser) -> None:
    with transaction():
        make.discussion(world.member, title="kanarie-open")
        make.discussion(world.member, world.closed_group, title="kanarie-besloten")
        make.discussion(world.member, world.hidden_group, title="kanarie-verborgen")
    for name, user in world.people.items():
        page = browser_of(user).get("/").text
        inside = name in ("member", "manager")
        assert "kanarie-open" in page, name
        assert ("kanarie-besloten" in page) == inside, name
        assert ("kanarie-verborgen" in page) == inside, name
        assert ("klankbord" in page) == inside, name
        assert ("casuistiek" in page) == (name not in ("anonymous", "deactivated")), name


def test_the_question_is_the_newest_open_one(world: World, browser_of: Browser) -> None:
    now = clock.now()
    with transaction():
        statement(world.member, "Oude stelling", published_at=now - timedelta(days=3))
        statement(world.member, "Gesloten stelling", closes_at=now - timedelta(hours=1))
        statement(
            world.member, "Stelling in de groep", world.closed_group, published_at=now - timedelta(days=1)
        )
        statement(world.member, "Weggehaald", world.open_group, state=State.HIDDEN)

    def asked(user: object) -> str:
        page = browser_of(user).get("/").text
        return page[page.index("Wat vind jij?") :].split("</section>")[0]

    assert "Oude stelling" in asked(None)
    assert "Stelling in de groep" in asked(world.member)
    assert "Weggehaald" not in asked(world.manager)
    with transaction():
        poll = Poll(title="Nieuwste peiling", author_id=world.member.id, audience=Audience.PUBLIC)
        poll.options = [PollOption(position=0, label="ja"), PollOption(position=1, label="nee")]
        db.session.add(poll)
    assert "Nieuwste peiling" in asked(None)
    assert "Nieuwste peiling" in asked(world.member)


def test_visitor_gets_no_cookie_from_a_question(world: World, client: FlaskClient) -> None:
    with transaction():
        statement(world.member, "Een stelling")
    assert "Set-Cookie" not in client.get("/").headers


def test_kinds_and_pages(world: World, browser_of: Browser) -> None:
    with transaction():
        statement(world.member, "Een stelling")
        for number in range(22):
            make.discussion(world.member, title=f"Gesprek {number:02}")
    visitor = browser_of(None)
    statements = visitor.get("/?soort=statement").text
    assert "Een stelling" in statements
    assert "Gesprek 0" not in statements
    assert "pagina=2" in visitor.get("/?soort=discussion").text
    assert visitor.get("/?soort=discussion&pagina=2").text.count('class="kp-line kp-line--discussion') == 2
    for odd in ("/?soort=onzin", "/?pagina=-1", "/?pagina=9999", "/?soort=document"):
        assert visitor.get(odd).status_code == 200, odd


def test_queries_do_not_grow_with_what_there_is(world: World, browser_of: Browser) -> None:
    with transaction():
        statement(world.member, "Een stelling")
        make.discussion(world.member, world.open_group)
    browser = browser_of(world.member)
    few = count_queries(lambda: browser.get("/"))
    with transaction():
        for number in range(20):
            make.discussion(world.manager, world.groups[number % 3])
    assert count_queries(lambda: browser.get("/")) <= few <= 25
