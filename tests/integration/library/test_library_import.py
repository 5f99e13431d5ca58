"""`kennisplein library import`: what goes in, what does not and why, and going on after an interruption."""

import errno
import json
import os
import signal
import threading

import pytest
from sqlalchemy import func, select

from forum.access import visible
from forum.cli import main
from forum.core.group import Group, Membership, Preset
from forum.core.theme import Theme
from forum.lib.db import db, transaction
from forum.library import bulk, queries, uploads
from forum.library.models import Document, ExtractionState
from forum.search import service as search
from forum.threads.theme_lists import get_theme
from forum.work.models import Task
from tests import documents
from tests import world as make
from tests.world import reader

NASTY = [
    "Plan & begroting + bijlage [concept] (2).txt",
    "b\u00e9l\u00e9id \u00e4\u00f6\u00fc.txt",
    "CON",
    "aux.txt",
    "-rf.txt",
    "%2e%2e%2fetc%2fpasswd.txt",
    "$(reboot) `id`; rm.txt",
    "<script>alert(1)<\u2215script>.txt",
    "nieuwe\nregel.txt",
    "[bold red]kleur[].txt",
    "l" * 240 + ".txt",
]


@pytest.fixture
def folder(tmp_path):
    """A small tree: two folders, a file beside them."""
    (tmp_path / "jeugd_en_gezin" / "diep").mkdir(parents=True)
    (tmp_path / "Geld").mkdir()
    (tmp_path / "los.txt").write_text("Een los bestand.")
    (tmp_path / "jeugd_en_gezin" / "plan.pdf").write_bytes(
        documents.pdf("Voorblad", "Over pleegzorgtarieven")
    )
    (tmp_path / "jeugd_en_gezin" / "diep" / "brief.docx").write_bytes(documents.docx("Geachte raad"))
    (tmp_path / "Geld" / "begroting.txt").write_text("Zoveel euro.")
    return tmp_path


def run(app, folder, group="casuistiek", email="member@example.org", *more):
    db.session.rollback()
    return app.test_cli_runner().invoke(
        main.commands["library"], ["import", str(folder), "--group", group, "--as", email, *more]
    )


def _table(output):
    rows = (line.rsplit(maxsplit=1) for line in output.splitlines() if line.strip())
    return {row[0].strip(): row[1] for row in rows if len(row) == 2 and row[1].isdigit()}


def _count():
    return db.session.scalar(select(func.count()).select_from(Document))


def test_a_folder_goes_in_and_is_found_by_members_only(app, world, folder):
    answer = run(app, folder)
    assert answer.exit_code == 0, answer.output
    table = _table(answer.output)
    assert (table["files seen"], table["added"], table["with text"], table["refused"]) == ("4", "4", "4", "0")

    made = {row.filename: row for row in db.session.scalars(select(Document))}
    assert {row.group_id for row in made.values()} == {world.closed_group.id}
    assert {row.author_id for row in made.values()} == {world.member.id}
    assert {row.extraction_state for row in made.values()} == {ExtractionState.DONE}
    themes = db.session.scalars(visible(Theme, reader(world.member)).order_by(Theme.slug)).all()
    names = [get_theme(reader(world.member), theme.slug)[1] for theme in themes]
    assert names == ["Geld", "Jeugd en gezin"]
    assert queries.pages_of(reader(world.member), made["plan.pdf"])[1] == "Over pleegzorgtarieven"

    with app.test_request_context():
        found = search.search(reader(world.member), "pleegzorgtarieven")
        nothing = search.search(reader(world.stranger), "pleegzorgtarieven")
    assert found.total == 1
    assert nothing.total == 0


def test_a_second_run_adds_nothing_and_says_so(app, world, folder):
    run(app, folder)
    (folder / "Geld" / "nieuw.txt").write_text("Er is een bestand bij.")
    (folder / "Geld" / "kopie van plan.pdf").write_bytes(
        (folder / "jeugd_en_gezin" / "plan.pdf").read_bytes()
    )
    table = _table(run(app, folder).output)
    assert (table["added"], table["already there"]) == ("1", "5")
    assert _count() == 5


def test_the_same_file_goes_into_another_group_too(app, world, folder):
    run(app, folder)
    assert _table(run(app, folder, "buurtteams").output)["added"] == "4"
    assert _count() == 8


def test_names_may_be_nasty(app, world, tmp_path, browser_of):
    for number, name in enumerate(NASTY):
        (tmp_path / name).write_text(f"Tekst {number}")
    with open(os.fsencode(tmp_path) + b"/niet-utf8-\xff.txt", "wb") as file:
        file.write(b"Latijn")
    answer = run(app, tmp_path)
    assert answer.exit_code == 0, answer.output
    assert _table(answer.output)["added"] == str(len(NASTY) + 1)
    browser = browser_of(world.member)
    for row in db.session.scalars(select(Document)).all():
        page = browser.get(f"/documenten/{row.public_id}")
        assert page.status_code == 200, row.filename
        assert "<script>alert" not in page.text
        with browser.get(f"/documenten/{row.public_id}/bestand") as file:
            assert file.status_code == 200
            assert "\n" not in file.headers["Content-Disposition"]
            assert file.headers["Content-Disposition"].startswith("attachment")


def test_what_is_left_out_is_told_with_the_reason(app, world, folder, monkeypatch):
    (folder / ".verborgen").write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    (folder / "leeg.txt").write_bytes(b"")
    (folder / "link.txt").symlink_to("/etc/passwd")
    (folder / "map").symlink_to("/etc")
    os.mkfifo(folder / "pijp")
    (folder / "groot.txt").write_text("x" * 2001)
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4\nkapot")
    monkeypatch.setattr(uploads, "limit", lambda: 2000)
    report = folder.parent / "report.json"
    answer = run(app, folder, "casuistiek", "member@example.org", "--report", str(report))
    assert answer.exit_code == 0, answer.output
    assert "refused: link.txt (symlink)" in answer.output
    told = json.loads(report.read_text())
    refused = {row["path"]: row["reason"] for row in told["results"] if row["outcome"] == "refused"}
    assert refused == {
        ".git": "hidden",
        ".verborgen": "hidden",
        "groot.txt": "too large",
        "leeg.txt": "empty",
        "link.txt": "symlink",
        "map": "symlink",
        "pijp": "not a file",
    }
    assert (told["added"], told["without_text"]) == (5, {"damaged": 1})
    assert not db.session.scalars(select(Document).where(Document.filename == "passwd")).all()


@pytest.mark.parametrize(
    ("group", "email", "message"),
    [
        ("casuistiek", "stranger@example.org", "may not write in the group 'casuistiek'"),
        ("casuistiek", "pending@example.org", "may not write in the group 'casuistiek'"),
        ("casuistiek", "administrator@example.org", "may not write in the group 'casuistiek'"),
        ("casuistiek", "nobody@example.org", "There is no account nobody@example.org"),
        ("casuistiek", "deactivated@example.org", "There is no account deactivated@example.org"),
        ("bestaatniet", "member@example.org", "There is no group 'bestaatniet'"),
    ],
)
def test_who_may_not_write_there_cannot_import(app, world, folder, group, email, message):
    answer = run(app, folder, group, email)
    assert answer.exit_code == 1
    assert message in answer.output
    assert _count() == 0


def test_a_hidden_group_is_named_by_its_handle(app, world, folder):
    assert run(app, folder, "klankbord").exit_code == 0
    assert set(db.session.scalars(select(Document.group_id))) == {world.hidden_group.id}


def test_a_folder_without_anything_to_read_is_a_failure(app, world, tmp_path):
    (tmp_path / "leeg.txt").write_bytes(b"")
    answer = run(app, tmp_path)
    assert answer.exit_code == 1
    assert "Nothing in this folder could be imported" in answer.output


def test_who_is_removed_half_way_adds_nothing_more(app, world, folder, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 1)
    before = bulk.Import._add

    def remove_after_first(self, batch):
        result = before(self, batch)
        with transaction():
            mine = Membership.user_id == world.member.id
            db.session.execute(Membership.__table__.delete().where(mine))
        return result

    monkeypatch.setattr(bulk.Import, "_add", remove_after_first)
    answer = run(app, folder)
    assert answer.exit_code == 1
    assert "may no longer write" in answer.output
    assert _count() == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_after_a_stop_the_next_run_goes_on(app, world, folder, monkeypatch, number):
    monkeypatch.setattr(bulk, "BATCH", 1)
    before = bulk.Import._add

    def stop_after_first(self, batch):
        result = before(self, batch)
        signal.pthread_kill(threading.main_thread().ident, number)
        return result

    # Whoever runs the tests in the background of a shell has them ignore Ctrl-C.
    known = signal.signal(signal.SIGINT, signal.default_int_handler)
    with monkeypatch.context() as patched:
        patched.setattr(bulk.Import, "_add", stop_after_first)
        answer = run(app, folder)
    signal.signal(signal.SIGINT, known)
    assert answer.exit_code == 130
    assert "Run the same command again to go on" in answer.output
    assert 0 < _count() < 4
    table = _table(run(app, folder).output)
    assert int(table["added"]) + int(table["already there"]) == 4
    assert _count() == 4


def test_an_import_leaves_no_work_for_the_worker(app, world, folder):
    run(app, folder)
    waiting = db.session.scalars(select(Task.name).where(Task.done_at.is_(None)))
    assert set(waiting) <= {"library.draw"}  # how they look, which nobody waits for


def test_files_from_one_template_do_not_all_get_its_title(app, world, tmp_path):
    for name in ("wonen", "werken"):
        text = f"<!doctype html><html><head><title>Sjabloon van de gemeente</title></head><body>{name}</body></html>"
        (tmp_path / f"{name}.html").write_text(text)
    run(app, tmp_path)
    assert set(db.session.scalars(select(Document.title))) == {"Sjabloon van de gemeente", "Wonen"}


def test_a_manager_may_import_too(app, world, folder):
    assert run(app, folder, "casuistiek", "manager@example.org").exit_code == 0


def test_a_full_disk_stops_the_import_and_says_so(app, world, folder, monkeypatch):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads, "keep", full)
    answer = run(app, folder)
    assert answer.exit_code == 1
    assert "cannot go on" in answer.output
    assert _count() == 0


def test_a_group_of_somebody_else_by_the_same_word_gets_nothing(app, world, folder):
    # Anybody may begin a group whose address is what commands call a hidden one; here the same person is in both.
    with transaction():
        other = make.group("klankbordgroep", Preset.OPEN, world.stranger)
        other.handle = None
        make.join(other, world.member)
        db.session.get_one(Group, world.hidden_group.id).handle = "klankbordgroep"
    assert run(app, folder, "klankbordgroep").exit_code == 0
    there = set(db.session.scalars(select(Document.group_id)))  # door: where they are, for a test
    assert there == {world.hidden_group.id}
