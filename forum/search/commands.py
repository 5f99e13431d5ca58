"""Commands of search."""

import json
import time

import click
from flask.cli import AppGroup
from sqlalchemy import select

from forum.access import ANONYMOUS, reader_for
from forum.core.user import User
from forum.lib.db import db
from forum.search import indexer, service

search = AppGroup("search", help="Find things, and care for the index.")


@search.command("rebuild")
def rebuild() -> None:
    """Build the index anew from the database, while the site stays up."""
    start = time.monotonic()
    indexer.rebuild()
    indexer.drain()
    click.echo(f"{indexer.count()} documents indexed in {time.monotonic() - start:.1f} s.")


@search.command("query")
@click.argument("text")
@click.option("--as", "email", help="Search as this person; left out: as a visitor.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--page", default=1, show_default=True)
def query(text: str, email: str | None, as_json: bool, page: int) -> None:
    """Search for TEXT and print what that person may read."""
    reader = ANONYMOUS
    if email:
        user = db.session.scalars(select(User).where(User.email == email.strip().casefold())).one_or_none()
        if user is None:
            raise click.ClickException(f"nobody has the address {email}")
        reader = reader_for(user)
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
