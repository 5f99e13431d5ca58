"""A sample of real and of odd documents goes through the import: each with text or a reason."""

import json
import os
import shutil

from forum.cli import main
from forum.lib.db import db
from forum.library.extraction.outcome import Reason
from tests.corpus import CORPUS, needs_corpus


def _sample(source, target, step, most_bytes=300_000):
    """Copy every `step`-th file that is not large, with its folder."""
    files = sorted(path for path in source.rglob("*") if path.is_file() and path.stat().st_size < most_bytes)
    for path in files[::step]:
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    return len(files[::step])


def _import(app, folder, report):
    db.session.rollback()
    answer = app.test_cli_runner().invoke(
        main.commands["library"],
        [
            "import",
            str(folder),
            "--group",
            "casuistiek",
            "--as",
            "member@example.org",
            "--report",
            str(report),
        ],
    )
    assert answer.exit_code == 0, answer.output
    return json.loads(report.read_text())


@needs_corpus
def test_real_documents_all_go_in_with_their_text(app, world, tmp_path):
    folder = tmp_path / "in"
    number = _sample(CORPUS / "documents", folder, 16)
    told = _import(app, folder, tmp_path / "report.json")
    assert number > 10
    assert (told["added"] + told["already_there"], told["refused"]) == (number, 0)
    assert (told["with_text"], told["without_text"]) == (told["added"], {})


@needs_corpus
def test_odd_documents_all_end_with_text_or_a_reason(app, world, tmp_path, browser_of):
    folder = tmp_path / "in"
    number = _sample(CORPUS / "documents-odd", folder, 12)
    told = _import(app, folder, tmp_path / "report.json")
    assert number > 10
    assert told["added"] + told["already_there"] + told["refused"] == number
    assert set(told["without_text"]) <= {reason.value for reason in Reason}
    assert 0 < told["with_text"] < told["added"]
    browser = browser_of(world.member)
    for row in told["results"]:
        if row["outcome"] == "added":
            page = browser.get(f"/documenten/{row['public_id']}")
            assert page.status_code == 200, row["path"]
            with browser.get(f"/documenten/{row['public_id']}/bestand") as file:
                assert file.content_length == os.path.getsize(folder / row["path"])
