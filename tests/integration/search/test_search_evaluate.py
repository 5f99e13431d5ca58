"""`kennisplein search evaluate QUERIES QRELS`: how well the right documents are found, as this reader."""

import hashlib
import json
from pathlib import Path

import pytest

from forum.cli import main
from forum.lib.db import db

PARKING, MARKET, NIGHT = "Parkeren in de wijk.", "De markt op zaterdag.", "Nachtopvang in de winter."


def run(app, *arguments):
    db.session.rollback()
    return app.test_cli_runner().invoke(main.commands["search"], ["evaluate", *map(str, arguments)])


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def imported(app, world, tmp_path: Path) -> Path:
    """Three documents in a closed group, and questions about them."""
    folder = tmp_path / "stukken"
    folder.mkdir()
    for name, text in {"parkeren": PARKING, "markt": MARKET, "opvang": NIGHT}.items():
        (folder / f"{name}.txt").write_text(text)
    answer = app.test_cli_runner().invoke(
        main.commands["library"],
        ["import", str(folder), "--group", "casuistiek", "--as", "member@example.org"],
    )
    assert answer.exit_code == 0, answer.output
    (tmp_path / "queries.tsv").write_text(
        'query_id\tquery\ttype\n1\tparkeren\tplain\n2\tzaterdagmarkt "\tcompound\n3\tnachtopvang\tplain\n'
    )
    (tmp_path / "qrels.tsv").write_text(
        "query_id\tdocument_sha256\trelevance\n"
        f"1\t{sha256(PARKING)}\t2\n2\t{sha256(MARKET)}\t2\n3\t{sha256(NIGHT)}\t1\n3\t{sha256(PARKING)}\t2\n"
    )
    return tmp_path


def test_the_figures_are_told_per_type_of_question(app, imported: Path) -> None:
    files = (imported / "queries.tsv", imported / "qrels.tsv")
    answer = run(app, *files, "--as", "member@example.org", "--json")
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.output)
    # The third asks for a document of relevance 1, and the one of relevance 2 is another.
    assert found["all"] == {
        "queries": 3,
        "mrr": 0.6667,
        "success@1": 0.6667,
        "success@3": 0.6667,
        "success@10": 0.6667,
    }
    assert found["types"]["compound"]["mrr"] == 1.0
    assert found["types"]["plain"] == {
        "queries": 2,
        "mrr": 0.5,
        "success@1": 0.5,
        "success@3": 0.5,
        "success@10": 0.5,
    }
    assert (found["documents"], found["missing"]) == (2, [])
    table = run(app, *files, "--as", "member@example.org").output.splitlines()
    assert table[1].split() == ["all", "3", "0.667", "0.667", "0.667", "0.667"]


def test_who_may_not_read_them_finds_none(app, imported: Path) -> None:
    files = (imported / "queries.tsv", imported / "qrels.tsv")
    found = json.loads(run(app, *files, "--as", "stranger@example.org", "--json").output)
    assert (found["all"]["mrr"], len(found["missing"])) == (0.0, 2)
    visitor = json.loads(run(app, *files, "--json").output)
    assert visitor == found


def test_documents_may_be_named_by_their_file(app, imported: Path) -> None:
    (imported / "qrels.tsv").write_text("query_id\tdoc_id\trelevance\n1\tparkeren\t2\n2\tmarkt.txt\t2\n")
    answer = run(
        app, imported / "queries.tsv", imported / "qrels.tsv", "--as", "member@example.org", "--json"
    )
    assert json.loads(answer.output)["all"]["success@1"] == 0.6667


@pytest.mark.parametrize(
    ("queries", "qrels", "word"),
    [
        ("", "query_id\tdoc_id\trelevance\n1\tx\t2\n", "no column query_id and query"),
        ("query_id\tquery\n", "query_id\tdoc_id\trelevance\n1\tx\t2\n", "no rows"),
        ("query_id\tquery\n1\tx\n", "query_id\trelevance\n1\t2\n", "no column document_sha256 or doc_id"),
        ("query_id\tquery\n1\tx\n", "query_id\tdoc_id\trelevance\n2\tx\t2\n", "no question '2'"),
        ("query_id\tquery\n1\tx\n", "query_id\tdoc_id\trelevance\n1\tx\tja\n", "no relevance"),
        ("query_id\tquery\n1\t\udcff\n", "query_id\tdoc_id\trelevance\n1\tx\t2\n", "not UTF-8"),
    ],
    ids=["empty", "no questions", "no document", "unknown question", "no number", "not UTF-8"],
)
def test_a_table_that_is_wrong_is_named(app, tmp_path: Path, queries: str, qrels: str, word: str) -> None:
    for name, text in {"queries": queries, "qrels": qrels}.items():
        (tmp_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    answer = run(app, tmp_path / "queries", tmp_path / "qrels")
    assert answer.exit_code == 1
    assert word in answer.output
    assert "Traceback" not in answer.output
