"""Commands of search."""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from forum.access import ANONYMOUS, Reader, reader_for
from forum.core.user import User
from forum.lib.db import db
from forum.search import evaluate, indexer, judged, service

search = AppGroup("search", help="Find things, and care for the index.")


@search.command("rebuild")
def rebuild() -> None:
    """Build the index anew from the database, while the site stays up."""
    start = time.monotonic()
    indexer.rebuild()
    indexer.drain()
    click.echo(f"{indexer.count()} documents indexed in {time.monotonic() - start:.1f} s.")


def _reader(email: str | None) -> Reader:
    if not email:
        return ANONYMOUS
    user = db.session.scalars(select(User).where(User.email == email.strip().casefold())).one_or_none()
    if user is None:
        raise click.ClickException(f"nobody has the address {email}")
    return reader_for(user)


@search.command("query")
@click.argument("text")
@click.option("--as", "email", help="Search as this person; left out: as a visitor.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--page", default=1, show_default=True)
def query(text: str, email: str | None, as_json: bool, page: int) -> None:
    """Search for TEXT and print what that person may read."""
    reader = _reader(email)
    found = service.search(reader, text, page=page)
    lines = [
        {
            "id": result.public_id,
            "kind": result.kind,
            "title": result.title,
            "url": result.url,
            "group": result.group_address,
            "page": result.page,
            "snippet": str(result.snippet),
            "filename": getattr(result.item, "filename", None),
            "sha256": getattr(result.item, "sha256", None),
        }
        for result in found.items
    ]
    if as_json:
        answer = {"total": found.total, "suggestion": found.suggestion, "items": lines}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    click.echo(f"{found.total} results")
    for line in lines:
        where = f" (page {line['page']})" if line["page"] else ""
        click.echo(f"- [{line['kind']}] {line['title']}{where}\n  {line['url']}")


TABLE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@search.command("evaluate")
@click.argument("queries", type=TABLE)
@click.argument("qrels", type=TABLE)
@click.option("--as", "email", help="Search as this person; left out: as a visitor.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate_(queries: Path, qrels: Path, email: str | None, as_json: bool) -> None:
    """Measure search: ask the questions of QUERIES, and see where the documents that QRELS names come.

    Prints, for each type of question and for all, the mean reciprocal rank and the share of questions with a right
    document among the first 1, 3 and 10 hits.
    """
    reader = _reader(email)
    try:
        questions = judged.read(queries, qrels)
    except judged.NotATable as error:
        raise click.ClickException(str(error)) from error
    names = frozenset[str]().union(*(question.wanted for question in questions))
    keys = judged.keys_of(reader, names)
    found = evaluate.measure(service.asking(reader), judged.in_index(questions, keys))
    missing = sorted(names - keys.keys())
    if as_json:
        types = {sort or "untyped": _shares(one) for sort, one in found.items()}
        answer = {"all": types.pop("all"), "types": types, "documents": len(names), "missing": missing}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    click.echo(evaluate.table(found))
    if missing:
        click.echo(
            f"{len(missing)} of {len(names)} judged documents cannot be read by this reader.", err=True
        )


def _shares(one: evaluate.Figures) -> Mapping[str, float]:
    """The figures of one sort of question, under the names that people use for them."""
    values = asdict(one)
    return {
        evaluate.NAMES[name]: value if name == "questions" else round(value, 4)
        for name, value in values.items()
    }
