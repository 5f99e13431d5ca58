"""Who chose English reads English: on every page, after every mistake, and in every mail."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from forum.core import kinds
from forum.digest.contents import Line
from forum.lib.db import transaction
from forum.mail.rendering import render
from forum.notifications.models import Reason
from forum.search import outbox
from tests.access import crawler
from tests.access.canaries import Canaries, plant
from tests.world import World

CATALOGUE = Path(__file__).parents[3] / "forum" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
MAILS = Path(__file__).parents[3] / "templates" / "mail"
ATTRIBUTE = re.compile(r'\b(?:aria-label|title|alt|placeholder|data-label[\w-]*)="([^"]*)"')
# Words that people wrote in this world, which are also words of the interface.
WRITTEN = {"Tekst"}
PER_RULE = 5
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
NOTHING: dict[str, str] = {}
NONSENSE = dict.fromkeys(
    ("email", "code", "locale", "closes_on", "preset", "role", "decision", "themes"), "x,y"
)
pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.sqlite_is_enough("the words of a page or a mail come from templates and the catalogue"),
]
BrowserOf = Callable[[object], FlaskClient]


@dataclass(frozen=True)
class Dutch:
    """The Dutch texts that have another English one: whole ones, what those with placeholders look like, and of the
    whole ones those that are found within a longer text too."""

    whole: frozenset[str]
    filled: tuple[re.Pattern[str], ...]

    sentences: tuple[str, ...]

    def within(self, page: str) -> set[str]:
        """Those that stand in `page`."""
        return set().union(*map(in_piece, pieces(page)))


@cache  # pages have most of their texts in common
def in_piece(piece: str) -> frozenset[str]:
    """The Dutch texts that stand in one piece of a page."""
    whole = {piece} & dutch().whole
    sentences = {text for text in dutch().sentences if text in piece}
    filled = {shape.pattern for shape in dutch().filled if shape.fullmatch(piece)}
    return frozenset(whole | sentences | filled)


@cache
def dutch() -> Dutch:
    """All Dutch texts of the interface."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file, locale="en") if message.id]
    whole, filled = set(), []
    for message in messages:
        ids = [message.id] if isinstance(message.id, str) else message.id
        english = [message.string] if isinstance(message.string, str) else message.string
        for text in set(ids) - set(english) - WRITTEN:
            if "%(" not in text:
                whole.add(" ".join(text.split()))
            elif re.search(r"\w{3}", PLACEHOLDER.sub("", text)):
                filled.append(re.compile(".{1,80}".join(map(re.escape, PLACEHOLDER.split(text)))))
    sentences = tuple(text for text in whole if len(text.split()) > 3)
    return Dutch(frozenset(whole), tuple(filled), sentences)


def pieces(page: str) -> Iterator[str]:
    """The texts of a page: what stands between tags, and what screen readers say."""
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.S)
    yield from (" ".join(unescape(text).split()) for text in ATTRIBUTE.findall(page))
    page = re.sub(r"</?(?:time|strong|em|b|i)\b[^>]*>", "", page)
    for text in re.split(r"<[^>]*>", page):
        if text.strip():
            yield " ".join(unescape(text).split())


def test_dutch_is_found_where_it_stands() -> None:
    assert len(dutch().whole) + len(dutch().filled) > 550
    page = '<p>Gevonden op pagina 3</p><a aria-label="Sluiten"></a><p>(Dit bestand is leeg. Kies een ander bestand.)'
    assert len(dutch().within(page)) == 3
    assert dutch().within('<p>Found on page 3</p><a aria-label="Close"></a>') == set()


@pytest.fixture
def canaries(world: World, work: Callable[[], None]) -> Canaries:
    with transaction():
        planted = plant(world, tuple(kind.code for kind in kinds.every()))
        for user in world.people.values():
            if user:
                user.locale = "en"
        outbox.note_everything()
    work()
    return planted


def some_addresses(app: Flask, world: World, canaries: Canaries, method: str) -> Iterator[str]:
    """A few addresses of every page for people."""
    paths: dict[str, list[str]] = {}
    for rule, path in crawler.addresses(app, world, canaries):
        for_people = not rule.rule.startswith("/api/") and rule.endpoint not in (
            "attachments.file",
            "library.file",
        )
        if for_people and method in (rule.methods or ()):
            paths.setdefault(rule.rule, []).append(path)
    assert len(paths) > 10
    for found in paths.values():
        yield from found[:: max(1, len(found) // PER_RULE)]


def english_browsers(world: World, browser_of: BrowserOf) -> Iterator[tuple[str, FlaskClient]]:
    for name in ("anonymous", "manager", "moderator"):
        client = browser_of(world.people[name])
        client.set_cookie("language", "en")
        yield name, client


def test_no_dutch_on_any_page(app: Flask, world: World, canaries: Canaries, browser_of: BrowserOf) -> None:
    addresses = list(some_addresses(app, world, canaries, "GET"))
    found, seen = {}, Counter[int]()
    for name, client in english_browsers(world, browser_of):
        for path in addresses:
            answer = client.get(path)
            if answer.mimetype != "text/html" or 300 <= answer.status_code < 400:
                continue
            page = answer.get_data(as_text=True)
            # What a script asks for is a piece of a page, or nothing.
            assert '<html lang="en">' in page or "<html" not in page, path
            seen[answer.status_code] += 1
            if wrong := dutch().within(page):
                found[f"{name} {path}"] = wrong
    assert found == {}
    # The same look at the same page in Dutch finds it: otherwise this proves nothing.
    assert len(dutch().within(app.test_client().get("/").get_data(as_text=True))) > 10
    assert seen[200] > 80
    assert seen[404] > 20


@pytest.mark.parametrize("sent", [NOTHING, NONSENSE], ids=["nothing", "nonsense"])
def test_no_dutch_after_a_mistake(
    app: Flask, world: World, canaries: Canaries, browser_of: BrowserOf, sent: dict[str, str]
) -> None:
    addresses = list(some_addresses(app, world, canaries, "POST"))
    found, refused = {}, 0
    for name, client in english_browsers(world, browser_of):
        for path in addresses:
            if path.endswith("/verwijderen"):
                continue
            answer = client.post(path, data=sent)
            refused += answer.status_code == 422
            page = answer.get_data(as_text=True)
            if answer.mimetype == "text/html" and (wrong := dutch().within(page)):
                found[f"{name} {path}"] = wrong
    assert found == {}
    assert refused > 10


LINE = Line(
    title="Zandkasteel",
    url="http://localhost/x",
    author="Ada",
    group="Zee",
    teaser="Golven.",
    replies=2,
    kind="",
)
URL = "http://localhost/x"
CONTEXTS: dict[str, list[dict[str, object]]] = {
    "sign_in": [{"code": "123 456", "url": URL}],
    "sign_in_refused": [{"why": why, "url": URL} for why in ("domains", "invitation", "closed")],
    "webhook_stopped": [
        {"why": why, "webhook": "Ada", "group": group, "url": URL}
        for why in ("gone", "failed")
        for group in ("Zee", "")
    ],
    "second_factor": [{"what": what, "url": URL} for what in ("added", "removed", "reset")],
    "address_code": [{"code": "123 456"}],
    "address_taken": [{"url": URL}],
    "address_changed": [{"url": URL}],
    "saved_search": [
        {
            "name": "Ada",
            "asked": asked,
            "often": "weekly",
            "lines": [SimpleNamespace(title="Zee", url=URL, about="Ada")] * many,
            "all_url": URL,
            "unsubscribe_url": URL,
            "settings_url": URL,
        }
        for asked in ("Zee", "")
        for many in (1, 2)
    ],
    "group_invitation": [{"group": "Zee", "inviter": "Ada", "url": URL}],
    "group_request": [{"group": "Zee", "person": "Ada", "motivation": "Ja.", "url": URL}],
    "group_accepted": [{"group": "Zee", "url": URL}],
    "notifications": [
        {
            "name": "Ada",
            "parts": [
                SimpleNamespace(
                    title="Zee",
                    group="",
                    url=URL,
                    quotes=quotes,
                    more=more,
                    reason=reason,
                    new=False,
                    about="",
                )
            ]
            * parts,
            "settings_url": URL,
            "unsubscribe_url": URL,
            "all_url": URL,
        }
        for quotes in (
            [SimpleNamespace(name="Ada", text="Ja."), SimpleNamespace(name="", text="")],
            [SimpleNamespace(name="Ada", text="")],
        )
        for more in (0, 1, 2)
        for parts in (1, 2)
        for reason in Reason
    ],
    "moderation_decided": [
        {"hidden": hidden, "about": about, "title": "Zandkasteel", "reason": "Ja."}
        for hidden in (True, False)
        for about in ("item", "reply", "group", "person")
    ],
}


def _digest() -> dict[str, object]:
    lines = [replace(LINE, kind=kind.label) for kind in kinds.every()]
    return {
        "name": "Ada",
        "question": LINE,
        "conversations": lines,
        "documents": lines,
        "count": 1,
        "unsubscribe_url": URL,
        "settings_url": URL,
    }


def test_no_dutch_in_any_mail(app: Flask) -> None:
    contexts = {**CONTEXTS, "digest": [_digest()]}
    assert set(contexts) == {folder.name for folder in MAILS.iterdir() if folder.is_dir()}
    found = {}
    for name, cases in contexts.items():
        for context in cases:
            # The Dutch mail shows Dutch, by the same look: otherwise this proves nothing.
            for locale in ("en", "nl"):
                mail = render(name, context, locale)
                lines = [mail.subject, *mail.text.splitlines()]
                page = mail.html + "".join(f"<p>{line}</p>" for line in lines)
                wrong = dutch().within(page)
                if locale == "nl":
                    assert len(wrong) >= 2, name
                elif wrong:
                    found[name] = wrong
    assert found == {}
