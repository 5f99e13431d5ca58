"""What is measured: the filled databases, and the pages that are asked for."""

# ruff: noqa: T201 (a command for people: it prints)
import json
import random
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface
from flask_migrate import upgrade
from sqlalchemy import select, update
from wordfreq import top_n_list

from forum import config
from forum.accounts.models import UserSession
from forum.app import create_app
from forum.core.group import Group, Preset
from forum.core.item import Item
from forum.core.user import DigestFrequency, User
from forum.lib import clock, ids
from forum.lib.db import db, transaction
from forum.search import indexer
from tests.bench import fill
from tests.bench.asking import Page, headers_of
from tests.bench.servers import Server, site_environ
from tests.bench.words import KNOWN
from tests.counting import recorded

MADE_FROM = ("fill.py", "words.py", "page20.py")
COMMON = 300  # words that nobody searches for
DISCUSSIONS = 20  # different ones, asked in turn
Known = dict[str, str]


def _stamp() -> str:
    here = Path(__file__).parent
    return sha256(b"".join((here / name).read_bytes() for name in MADE_FROM)).hexdigest()


def prepared(folder: Path, name: str) -> Known:
    """The addresses of the site of size `name` ("full" or "small"), which is filled when it was not yet."""
    data, stamp = folder / name, folder / f"{name}.stamp"
    if not stamp.exists() or stamp.read_text() != _stamp():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
    with _app(data).app_context():
        upgrade()
        if db.session.get(User, 1) is None:
            started = time.monotonic()
            fill.fill(fill.SIZES[name])
            indexer.rebuild()
            print(f"filled {name} in {time.monotonic() - started:.0f} s", flush=True)
        with transaction():  # else the worker writes mails to all of them while pages are measured
            db.session.execute(update(User).values(digest_frequency=DigestFrequency.NEVER))
        indexer.drain()
        stamp.write_text(_stamp())
        return _known()


def _app(data: Path) -> Flask:
    return create_app(config.load(site_environ(data)))


def _known() -> Known:
    readable = (
        select(Item.public_id)  # door: what a visitor sees, for the bench
        .join(Group, Group.id == Item.group_id)
        .where(Item.kind == "discussion", Group.preset == Preset.OPEN, Item.reply_count == 20)
        .order_by(Item.id)
        .limit(DISCUSSIONS)
    )
    found = list(db.session.scalars(readable))
    return {
        "discussion": f"/discussies/{found[0]}",
        "discussions": json.dumps([f"/discussies/{one}" for one in found]),
        "group": "/groepen/groep-4",
        "cookie": _cookie_of(1),
    }


def _cookie_of(user_id: int) -> str:
    """The cookie of a browser in which this person is signed in."""
    token = ids.secret()
    with transaction():
        expires_at = clock.now() + timedelta(days=1)
        db.session.add(UserSession(token_digest=ids.digest(token), user_id=user_id, expires_at=expires_at))
    signer = SecureCookieSessionInterface().get_signing_serializer(current_app._get_current_object())
    if signer is None:
        raise RuntimeError("the site has no key to sign with")
    return f"kennisplein={signer.dumps({'_user_id': token, '_fresh': True, 'csrf_token': ids.secret()[:40]})}"


def page20_database(folder: Path) -> Path:
    """The database of the bare page, filled when it was not yet: as many rows as the site has replies."""
    path, stamp = folder / "page20.db", folder / "page20.stamp"
    if not path.exists() or not stamp.exists() or stamp.read_text() != _stamp():
        path.unlink(missing_ok=True)
        code = "from tests.bench import page20; page20.fill(5000)"
        subprocess.run(
            [sys.executable, "-c", code], env={"PAGE20_DATABASE": str(path), "PYTHONPATH": "."}, check=True
        )
        stamp.write_text(_stamp())
    return path


def pages(
    full: Server, small: Server, bare: Server, known: dict[str, Known], written: Callable[[], None]
) -> list[Page]:
    """All that is measured, the bare page first. `written` makes old what was remembered of the full site."""
    here, cookie = known["full"], known["full"]["cookie"]
    # An odd number: two clients who take turns come past every page, each at a process of its own.
    discussions, few = json.loads(here["discussions"])[:19], json.loads(known["small"]["discussions"])[:19]
    return [
        Page("page20", bare, [f"/{number}" for number in range(1, DISCUSSIONS + 1)]),
        Page("discussion, visitor", full, discussions[:5], warm=True),
        Page("discussion, visitor, made anew", full, discussions, clients=1, before=written),
        Page("discussion, member", full, discussions, cookie, warm=True),
        Page("discussion, member, made anew", full, discussions, cookie, clients=1, before=written),
        Page("discussion, member, small site", small, few, known["small"]["cookie"], warm=True),
        Page("group, visitor", full, [here["group"]], warm=True),
        Page("group, member", full, [here["group"]], cookie, warm=True),
        Page("front page, visitor", full, ["/"], warm=True),
        Page("front page, member", full, ["/"], cookie, warm=True),
        Page("front page, member, small site", small, ["/"], known["small"]["cookie"], warm=True),
        Page("search, member", full, questions(1), cookie, clients=1),
        Page("search, visitor", full, questions(2), clients=1),
    ]


def writing(data: Path) -> Callable[[], None]:
    """What makes old what every process of this site remembers, as any write does."""
    connection = sqlite3.connect(data / "kennisplein.db", isolation_level=None, check_same_thread=False)

    def written() -> None:
        connection.execute("UPDATE content_version SET mark = ? WHERE id = 1", (secrets.token_hex(8),))

    return written


def searching(full: Server, known: Known) -> Page:
    """Search by a member, for when documents are being added."""
    return Page("search, member, while adding", full, questions(3), known["cookie"], clients=1)


def questions(turn: int) -> list[str]:
    """Addresses of searches for two words that count, any of the known ones, other ones for each turn."""
    chance = random.Random(turn)
    known = [word for word in top_n_list("nl", KNOWN)[COMMON:] if word.isalpha() and len(word) > 3]
    return [f"/zoeken?q={quote(' '.join(chance.sample(known, 2)))}" for _ in range(300)]


def queries(folder: Path, pages: Sequence[Page]) -> dict[str, int]:
    """How many questions to the database each page of the full site takes."""
    app, found = _app(folder / "full"), {}
    with app.app_context():
        for page in pages:
            if "small" in page.name or page.name == "page20":
                continue
            client = app.test_client(use_cookies=False)
            headers = headers_of(page.cookie)
            client.get(page.paths[0], headers=headers)
            with recorded() as sent:
                client.get(page.paths[0], headers=headers)
            found[page.name] = len(sent)
    return found
