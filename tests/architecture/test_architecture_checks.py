"""The checkers themselves: each says nothing of a good example and complains of a bad one."""

import pytest

from tests.architecture import checks
from tests.architecture.checks import Checker

LONG = "x = 1\n" * 401

EXAMPLES: list[tuple[Checker, str, str, str]] = [
    (checks.one_door, "forum/polls/queries.py", "q = visible(Item, reader)", "q = select(Item)"),
    (
        checks.one_door,
        "forum/polls/queries.py",
        "q = select(Item)  # door: an aggregate",
        "q = select(Item)  # door:",
    ),
    (checks.one_door, "forum/polls/queries.py", "q = select(Vote.id)", "q = select(Item.id, Vote.id)"),
    (
        checks.one_door,
        "forum/polls/queries.py",
        "x = db.session.get(Vote, 1)",
        "x = db.session.get(Reply, 1)",
    ),
    (checks.one_door, "forum/polls/queries.py", "x = a.join(Vote)", "x = a.join(Group, a.id == Group.id)"),
    (
        checks.reader_is_an_argument,
        "forum/polls/service.py",
        "from flask import Flask",
        "from flask import request",
    ),
    (
        checks.reader_is_an_argument,
        "forum/polls/service.py",
        "import flask",
        "import flask\nflask.g.user = 1",
    ),
    (
        checks.reader_is_an_argument,
        "forum/polls/queries.py",
        "from forum.access import Reader",
        "from flask_login import current_user",
    ),
    (checks.refusals_are_raised, "forum/polls/views.py", "raise NotFound", "abort(404)"),
    (checks.never_commits, "forum/polls/service.py", "db.session.flush()", "db.session.commit()"),
    (
        checks.engine_behind_protocol,
        "forum/polls/queries.py",
        "import re",
        "from whoosh.index import open_dir",
    ),
    (checks.no_hidden_imports, "forum/polls/rules.py", "import re\ndef f(): ...", "def f():\n    import re"),
    (
        checks.no_hidden_imports,
        "forum/polls/rules.py",
        "import importlib",
        "def f():\n    importlib.import_module('a')",
    ),
    (checks.short_enough, "forum/polls/rules.py", LONG[6:], LONG),
    (checks.asks_the_registry, "forum/digest/queries.py", "kinds.of(item).label", "item.kind == 'poll'"),
    (
        checks.template_asks_the_registry,
        "templates/x.html",
        "{{ item.kind }}",
        "{% if item.kind == 'poll' %}",
    ),
    (
        checks.views_know_no_sql,
        "forum/polls/views.py",
        "from flask import Blueprint",
        "from sqlalchemy import text",
    ),
    (checks.views_know_no_sql, "forum/polls/views_votes.py", "session.clear()", "db.session.flush()"),
    (checks.shows_no_raw_html, "templates/x.html", "{{ prose(x.html) }}", "{{ x.html|safe }}"),
    (checks.rules_are_pure, "forum/polls/rules.py", "from datetime import date", "from flask import Flask"),
    (
        checks.reader_comes_first,
        "forum/polls/service.py",
        "def f(reader: Reader, x): ...",
        "def f(x, reader: Reader): ...",
    ),
    (
        checks.reader_comes_first,
        "forum/polls/queries.py",
        "def f(now): ...",
        "def f(now, reader: Reader): ...",
    ),
]


@pytest.mark.parametrize(("check", "path", "good", "bad"), EXAMPLES)
def test_checker_tells_good_from_bad(check: Checker, path: str, good: str, bad: str) -> None:
    assert check(path, good) == []
    assert len(check(path, bad)) >= 1


@pytest.mark.parametrize(
    ("good", "bad"),
    [("forum/lib/clock.py", "forum/lib/utils.py"), ("forum/polls/views_votes.py", "forum/polls/views2.py")],
)
def test_names_that_say_nothing(good: str, bad: str) -> None:
    assert checks.says_what_it_is(good, "") == []
    assert len(checks.says_what_it_is(bad, "")) == 1


def test_the_same_line_is_allowed_where_it_belongs() -> None:
    assert checks.one_door("forum/access/door.py", "q = select(Item)") == []
    assert checks.reader_is_an_argument("forum/polls/views.py", "from flask import request") == []
    assert checks.never_commits("forum/lib/db.py", "session.commit()") == []


def test_content_models_holds_every_kind_of_item() -> None:
    source = "class Poll(Item): ...\nclass Vote(Base): ..."
    assert checks.content_models([("forum/polls/models.py", source)]) == checks.CONTENT | {"Poll"}
