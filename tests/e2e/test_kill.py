"""`kill -9` in the middle of writing, uploading and indexing, again and again: what was confirmed is not lost.

`make kill ROUNDS=200 DATABASE=postgres` does it longer; a run of all tests does ten rounds on each database.
"""

import hashlib
import os
import random
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.inside import Inside, until
from tests.e2e.lives import WEB, WORKER, Lives, pause
from tests.e2e.writers import Person, Piece, Writer, content_of
from tests.plugins.services import free_port

ROUNDS = int(os.environ.get("KILL_ROUNDS") or 10)
KINDS = ("discussion", "reply", "document")
EACH = 2  # writers of each kind, all at once
# After these rounds the index is gone as well.
WITHOUT_INDEX = range(5, ROUNDS, 30)
WAITING = "select 1 from tasks where done_at is null and failed_at is null union select 1 from index_changes"


@pytest.fixture
def inside(lives: Lives) -> Iterator[Inside]:
    """The running site from inside."""
    lives.start()
    found = Inside(lives.url, lives.data, lives.database_url)
    yield found
    found.close()


@pytest.fixture
def lives(tmp_path: Path, database: str, request: pytest.FixtureRequest) -> Iterator[Lives]:
    """A site without content, not started yet."""
    url = request.getfixturevalue("fresh_postgres_url") if database == "postgres" else ""
    site = Lives(tmp_path, free_port(), url)
    try:
        yield site
    finally:
        site.stop()


def kill(lives: Lives, number: int) -> None:
    """One round: in turn the web server, the worker, and everything (or the supervisor alone)."""
    if number % 3 == 0:
        lives.kill(WEB)
        lives.wait()
    elif number % 3 == 1:
        lives.kill(WORKER)  # people do not notice: the web goes on
    else:
        lives.kill_supervisor() if number % 2 else lives.kill_all()
        if number in WITHOUT_INDEX:
            shutil.rmtree(lives.data / "index")
        lives.start()


@pytest.mark.timeout(240 + 20 * ROUNDS)
def test_nothing_confirmed_is_lost_and_nothing_is_there_twice(
    lives: Lives, inside: Inside, database: str
) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    email = inside.add_person("Sander")
    person = Person(lives.url, inside.cookie_of(email))
    place = {"title": "Waar de reacties staan", "body": "Hier.", "audience": "public", "submission": "eerste"}
    status, discussion = person.post("/discussies/nieuw", place)
    assert status == 303
    writers = [Writer(Person(lives.url, inside.cookie_of(email)), kind, discussion) for kind in KINDS * EACH]
    for writer in writers:
        writer.start()
    for number in range(ROUNDS):
        pause(chance.uniform(0.2, 1.2))
        kill(lives, number)
    for writer in writers:
        writer.end()
    lives.kill_all()
    lives.start()  # "after the next start"
    until("all background work done", lambda: not inside.query(WAITING), 60 + ROUNDS)

    pieces = [piece for writer in writers for piece in writer.pieces]
    told = (
        f"{ROUNDS} kills on {database}, seed {seed}: {len(pieces)} pieces by {len(writers)} writers, "
        f"{sum(piece.confirmed for piece in pieces)} confirmed, "
        f"{sum(writer.unanswered for writer in writers)} times no answer"
    )
    sys.stdout.write(f"\n{told}\n")
    assert [writer.refused for writer in writers if writer.refused] == [], told
    for writer in writers:
        confirmed = [piece for piece in writer.pieces if piece.confirmed]
        assert len(confirmed) >= ROUNDS // 4, told  # the site did work in between
        for piece in writer.pieces:
            check(piece, inside, person)
    assert sum(writer.unanswered for writer in writers) >= ROUNDS // 4, told  # and was killed in the middle
    check_whole(inside, discussion)
    sys.stdout.write("Every confirmed piece is there once, whole, and found.\n")


def rows_with(piece: Piece, inside: Inside) -> int:
    """How many rows hold what this piece says."""
    table = {
        "discussion": "select count(*) from items where kind = 'discussion' and title like ?",
        "reply": "select count(*) from replies where body_source like ?",
        "document": "select count(*) from items where kind = 'document' and title like ?",
    }[piece.kind]
    sign = piece.submission if piece.kind == "document" else piece.word
    [(count,)] = inside.query(table, f"%{sign}%")
    return int(count)


def check(piece: Piece, inside: Inside, person: Person) -> None:
    """Confirmed: there once, whole, and found by its word. Not confirmed: there once, whole, or not at all."""
    count = rows_with(piece, inside)
    assert count == 1 if piece.confirmed else count <= 1, piece
    status, page = person.get(f"/zoeken?q={piece.word}")
    while status == 429:  # so many searches: go on as somebody at another address
        person.number += 1
        status, page = person.get(f"/zoeken?q={piece.word}")
    assert status == 200
    found = re.findall(r'<li class="kp-line[^"]*"', page.decode())
    assert len(found) == count, piece
    if not piece.confirmed:
        return
    status, page = person.get(piece.address)
    assert status == 200
    if piece.kind == "document":
        assert person.get(f"{piece.address}/bestand") == (200, content_of(piece))
        assert piece.word in page.decode()  # its text was read
    elif piece.kind == "discussion":
        assert f"<strong>{piece.submission}</strong>" in page.decode()


def check_whole(inside: Inside, discussion: str) -> None:
    """Nothing half done: counts, followers, files and work agree with each other."""
    if not inside.app.config["KENNISPLEIN"].database_url.startswith("postgresql"):
        assert inside.query("pragma integrity_check") == [("ok",)]
        assert inside.query("pragma foreign_key_check") == []
    assert inside.query("select 1 from tasks where failed_at is not null") == []
    [(counted, real)] = inside.query(
        "select reply_count, (select count(*) from replies where item_id = items.id)"
        " from items where public_id = ?",
        discussion.rsplit("/", 1)[1],
    )
    assert counted == real > 0
    # Who writes something follows it, from the same moment on.
    assert inside.query("select 1 from items where id not in (select item_id from follows)") == []
    assert inside.query("select 1 from documents where extraction_state <> 'done'") == []
    assert (
        inside.query("select 1 from items where kind = 'document' and id not in (select id from documents)")
        == []
    )
    known = {sha256 for (sha256,) in inside.query("select sha256 from documents")}
    kept = [path for path in (inside.data / "files").rglob("*") if path.is_file() and path.suffix != ".part"]
    assert known <= {path.name for path in kept}
    for path in kept:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
