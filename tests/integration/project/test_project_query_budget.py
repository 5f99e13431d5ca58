"""What a page costs in questions to the database: never more than eight, however much there is to show.

Every page that people open while reading is asked for on a small site and on one with twenty times as much.
"""

from collections.abc import Callable, Iterator

from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core.expertise import Expertise
from forum.core.folder import Folder
from forum.core.follow import Follow, ReadMark
from forum.core.group import Group, Preset
from forum.core.item import Audience, Item
from forum.core.theme import Theme, item_themes
from forum.core.user import User
from forum.lib import page_cache
from forum.lib.db import db, transaction
from forum.library.models import (
    Document,
    DocumentPage,
    DocumentPicture,
    DocumentVersion,
    ExtractionState,
    VersionPage,
)
from forum.polls.models import Poll, PollOption
from forum.statements.models import Choice, Statement, StatementVote
from forum.threads.models import Useful
from tests import world as make
from tests.counting import recorded
from tests.world import World

Browser = Callable[[object], FlaskClient]
MOST = 8
FEW, MANY = 3, 60
READERS = ("anonymous", "member", "manager", "administrator")
PAGES: dict[str, Callable[[dict[str, str]], str]] = {
    "front page": lambda at: "/",
    "conversations": lambda at: "/?soort=alles",
    "second page of conversations": lambda at: "/?soort=alles&pagina=2",
    "discussion": lambda at: at["discussion"],
    "statement": lambda at: at["statement"],
    "poll": lambda at: at["poll"],
    "document": lambda at: at["document"],
    "text of a document": lambda at: f"{at['document']}/lezen",
    "groups": lambda at: "/groepen",
    "group": lambda at: at["group"],
    "documents of a group": lambda at: f"{at['group']}?soort=document",
    "library": lambda at: "/bibliotheek",
    "library of a group with folders": lambda at: f"/bibliotheek?groep={at['group'].rsplit('/', 1)[1]}",
    "folder": lambda at: at["folder"],
    "library of a theme": lambda at: "/bibliotheek?thema=wachtlijst",
    "library of a year and a type": lambda at: "/bibliotheek?jaar=2026&type=PDF",
    "versions": lambda at: f"{at['document']}/versies",
    "comparing versions": lambda at: f"{at['document']}/versies/vergelijk",
    "person": lambda at: at["person"],
    "people": lambda at: "/mensen",
    "people who know of something": lambda at: "/mensen?thema=wachtlijst&q=mens",
    "what one follows": lambda at: "/wat-ik-volg",
    "themes": lambda at: "/themas",
    "theme": lambda at: "/themas/wachtlijst",
    "documents of a theme": lambda at: "/themas/wachtlijst?soort=document",
}
CLOSED = {
    ("anonymous", "person"),
    ("anonymous", "people"),
    ("anonymous", "what one follows"),
    ("anonymous", "people who know of something"),
}  # people are for people with an account


def furnish(world: World, numbers: range) -> dict[str, str]:
    """One of everything that a page can show for each number, by as many people; the addresses to ask for."""
    with transaction():
        people = [make.person(f"mens{count}") for count in numbers]
        for user in people:
            make.join(world.open_group, user)
            user.organisation = f"Bureau {user.name}"
            db.session.add(Expertise(user_id=user.id, slug="wachtlijst", name="Wachtlijst"))
        for count, user in zip(numbers, people, strict=True):
            make.group(f"groep-{count}", Preset.OPEN, user)
        theme = db.session.scalar(select(Theme).where(Theme.slug == "wachtlijst")) or Theme(slug="wachtlijst")
        db.session.add(theme)
        db.session.flush()
        made: dict[str, Item] = {}
        for count, author in zip(numbers, people, strict=True):
            for item in _items(author, world.open_group, count):
                made[item.kind] = item
                db.session.execute(
                    item_themes.insert().values(item_id=item.id, theme_id=theme.id, name="Wachtlijst")
                )
        for item in made.values():
            _talk(item, people, (world.member, world.manager, world.administrator))
        for count in numbers:
            folder = Folder(group_id=world.open_group.id, name=f"Map {count}", position=count)
            db.session.add(folder)
        db.session.flush()
        for row in made.values():
            if isinstance(row, Document):
                row.folder_id = folder.id
        for user in people:
            db.session.add(
                StatementVote(statement_id=made["statement"].id, user_id=user.id, choice=Choice.AGREE)
            )
        rooms = {
            "discussion": "discussies", "statement": "stellingen", "poll": "peilingen", "document": "documenten",
        }  # fmt: skip
        addresses = {kind: f"/{rooms[kind]}/{item.public_id}" for kind, item in made.items()}
        addresses |= {
            "folder": f"/mappen/{folder.public_id}",
            "group": f"/groepen/{world.open_group.address}",
            "person": f"/mensen/{world.member.public_id}",
        }
        return addresses


def _items(author: User, group: Group, count: int) -> Iterator[Item]:
    where = {"author_id": author.id, "group_id": group.id, "audience": Audience.GROUP}
    title = f"De wachtlijst, deel {count}"
    yield make.discussion(author, group, title=title, body="Over de wachtlijst.")
    statement = Statement(title=title, **where)
    poll = Poll(title=title, **where)
    document = Document(
        title=title, sha256=f"{count:064d}", size=1, filename="lijst.pdf", media_type="application/pdf",
        type_label="PDF", page_kind="page", page_count=3, extraction_state=ExtractionState.DONE, **where,
    )  # fmt: skip
    db.session.add_all((statement, poll, document))
    db.session.flush()
    db.session.add_all(
        PollOption(poll_id=poll.id, position=place, label=f"keuze {place}") for place in (1, 2)
    )
    db.session.add_all(
        DocumentPage(document_id=document.id, number=place, text=f"Bladzijde {place}: de wachtlijst.")
        for place in (1, 2, 3)
    )
    db.session.add_all(
        DocumentPicture(document_id=document.id, number=place, sha256="0" * 64, width=9, height=9)
        for place in (0, 1, 2, 3)
    )
    document.version, document.version_at, document.version_by_id = 2, document.published_at, author.id
    before = DocumentVersion(
        document_id=document.id, number=1, uploader_id=author.id, sha256=f"{count:064d}", size=1,
        filename="lijst.pdf", media_type="application/pdf", type_label="PDF",
    )  # fmt: skip
    db.session.add(before)
    db.session.flush()
    db.session.add(VersionPage(version_id=before.id, number=1, text="Bladzijde 1: de lijst."))
    db.session.flush()
    yield from (statement, poll, document)


def _talk(item: Item, people: list[User], readers: tuple[User, ...]) -> None:
    # Each with a link that becomes a card: all of a page are looked up at once.
    link = f"http://localhost/discussies/{item.public_id}"
    card = f'<a href="{link}" rel="nofollow noopener ugc">{link}</a>'
    replies = [make.reply(item, author, card) for author in people]
    for reader in readers:
        db.session.add(Follow(user_id=reader.id, item_id=item.id))
        db.session.add(ReadMark(user_id=reader.id, item_id=item.id, last_reply_id=replies[0].id))
        db.session.add_all(Useful(user_id=reader.id, reply_id=reply.id) for reply in replies[:2])
    db.session.flush()


def cost(client: FlaskClient, address: str) -> int:
    """How many questions a good answer from this address takes."""
    client.get(address)  # what a process learns once is no part of the price
    current_app.extensions[page_cache.EXTENSION].clear()  # the price is that of making a page
    with recorded() as sent:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(sent)


def prices(world: World, browser_of: Browser, addresses: dict[str, str]) -> dict[tuple[str, str], int]:
    return {
        (who, name): cost(browser_of(world.people[who]), address(addresses))
        for who in READERS
        for name, address in PAGES.items()
        if (who, name) not in CLOSED
    }


def test_no_page_asks_more_than_eight_questions_nor_more_when_there_is_more(
    world: World, browser_of: Browser
) -> None:
    small = furnish(world, range(FEW))
    few = prices(world, browser_of, small)
    large = furnish(world, range(FEW, MANY))
    many = prices(world, browser_of, large)
    assert {place: number for place, number in many.items() if number > MOST} == {}
    assert {place: (few[place], number) for place, number in many.items() if number != few[place]} == {}


def test_a_question_for_each_row_is_counted(world: World) -> None:
    """The measure itself."""
    with transaction():
        for count in range(MANY):
            make.discussion(world.member, title=f"Gesprek {count}")
    with recorded() as sent:
        for row in db.session.scalars(select(Item)).all():
            db.session.expire(row)
            assert row.title
    assert len(sent) > MANY
