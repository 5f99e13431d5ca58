"""What people wrote is text on every page: hostile words in every column of every table run nothing (T46)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import String, text

from forum.core import kinds
from forum.lib.db import Base, db, transaction
from forum.search import outbox
from tests.access import crawler
from tests.access.canaries import plant
from tests.world import World

HOSTILE = (
    """ '"></title></textarea></script><img src=x onerror=alert(1)><svg onload=alert(1)>"""
    """<a href="javascript:alert(1)">x</a>{{ "g" * 5 }}"""
)
# Not typed by anybody, or made from typed text by the sanitiser that tests/unit/markup attacks.
GUARDED = {"moderation_log", "security_events"}  # the database refuses to change them
OURS = {"email", "slug", "address", "handle", "body_html", "public_id", "sha256"}


def _poison(world: World) -> int:
    """Put HOSTILE behind every planted word, in whatever column it stands; gives in how many."""
    for user in filter(None, world.people.values()):
        user.name = user.function = user.organisation = "kanarie"
    for group in world.groups:
        group.name = group.description = "kanarie"
    db.session.flush()
    db.session.execute(text("UPDATE memberships SET motivation = 'kanarie'"))
    poisoned = 0
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String) and column.name not in OURS and table.name not in GUARDED:
                change = (
                    table.update().where(column.like("%kanarie%")).values({column.name: column + HOSTILE})
                )
                poisoned += bool(db.session.execute(change).rowcount)  # type: ignore[attr-defined]
    return poisoned


def _faults(html: str) -> list[str]:
    found = []
    for node in LexborHTMLParser(html).css("*"):
        attributes = {name: value or "" for name, value in node.attributes.items()}
        found += [name for name in attributes if name.startswith("on")]
        leads = [
            value for name, value in attributes.items() if name in ("href", "src", "action", "formaction")
        ]
        found += [value for value in leads if value.strip().lower().startswith("javascript:")]
        if node.tag == "img" and attributes.get("src") == "x":
            found.append("<img>")
        if node.tag == "script" and not attributes.get("src", "").startswith("/static/"):
            found.append("<script>")
    return [*found, "template"] if "ggggg" in html else found


def test_the_check_sees_what_it_looks_for() -> None:
    assert set(_faults(f"<p>{HOSTILE}</p>")) >= {"onerror", "onload", "javascript:alert(1)", "<img>"}
    assert not _faults(
        '<script src="/static/build/app.js"></script><p>&lt;img src=x onerror=alert(1)&gt;</p>'
    )


@pytest.mark.timeout(900)
@pytest.mark.sqlite_is_enough(
    "it holds texts longer than a column; how a page shows a text knows no database"
)
def test_hostile_texts_are_text_on_every_page(
    app: Flask,
    world: World,
    browser_of: Callable[[object], FlaskClient],
    work: Callable[[], None],
) -> None:
    with transaction():
        canaries = plant(world, tuple(kind.code for kind in kinds.every()))
        assert _poison(world) > 15
        outbox.note_everything()
    work()
    client = browser_of(world.manager)
    hostile = {"q": HOSTILE, "next": HOSTILE, "soort": HOSTILE}
    shown = 0
    for rule, path in crawler.addresses(app, world, canaries):
        answer = (
            client.get(path, query_string=hostile)
            if not rule.arguments and "?" not in path
            else client.get(path)
        )
        if answer.mimetype == "text/html":
            assert not _faults(answer.text), path
            shown += "onerror" in answer.text
    assert shown > 100
