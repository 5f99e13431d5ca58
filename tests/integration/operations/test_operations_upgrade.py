"""One command brings the data of an older version up to date, stored HTML too, and keeps everything that people wrote.

`released/schema-0001.jsonl` is the demo community as the first tables held it. Each release adds a file of its own tables.
"""

import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from flask_migrate import upgrade
from sqlalchemy import text, update

from forum import config as configuration
from forum.app import create_app
from forum.cli import main
from forum.core.item import Item, Reply
from forum.lib import markup
from forum.lib.content_version import UNCOUNTED
from forum.lib.db import db, transaction
from forum.operations import backup, health, rerender, tables
from forum.operations.restore import restore
from forum.site import service
from forum.site.models import Place, SitePage
from forum.work.worker import drain_all
from tests.integration.operations.test_operations_backup import elsewhere
from tests.world import World, signed_in_client

FIXTURES = sorted((Path(__file__).parent / "released").glob("schema-*.jsonl"))
Rows = dict[str, list[dict[str, Any]]]


def run(app: Flask, *arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, obj=ScriptInfo(create_app=lambda: app))
    db.session.rollback()
    return result


@pytest.fixture(params=FIXTURES, ids=lambda path: path.stem)
def older(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> Iterator[tuple[Flask, Rows]]:
    """A site with the tables and the rows of an older version, and those rows."""
    path: Path = request.param
    rows: Rows = {}
    for line in path.read_text().splitlines():
        name, row = json.loads(line)
        rows.setdefault(name, []).append(row)
    environ = {
        "KENNISPLEIN_ENV": "test",
        "KENNISPLEIN_DATA": str(tmp_path / "data"),
        "BASE_URL": "http://localhost",
    }
    if database == "postgres":
        environ["DATABASE_URL"] = request.getfixturevalue("fresh_postgres_url")
    app = create_app(configuration.load(environ))
    with app.app_context():
        upgrade(revision=path.stem.rpartition("-")[2])
        uncounted = {UNCOUNTED: True}
        with db.engine.connect().execution_options(**uncounted) as connection, connection.begin():
            for table in tables.reflect(connection):
                tables.read(connection, table, [json.dumps(row).encode() for row in rows.get(table.name, [])])
        yield app, rows
        db.session.remove()
        db.engine.dispose()


def now() -> Rows:
    found: Rows = {}
    with tables.snapshot() as connection:
        for table in tables.reflect(connection):
            lines = io.BytesIO()
            tables.write(connection, table, lines)
            found[table.name] = [json.loads(line) for line in lines.getvalue().splitlines()]
    return found


def test_from_an_older_version_to_this_one(older: tuple[Flask, Rows], tmp_path: Path) -> None:
    app, before = older
    result = run(app, "upgrade", "--backup", str(tmp_path / "vooraf.tar"))
    assert result.exit_code == 0, result.output
    with tarfile.open(tmp_path / "vooraf.tar") as archive:
        assert "manifest.json" in archive.getnames()
    after = now()
    for name, rows in before.items():
        kept = [{column: row[column] for column in old} for row, old in zip(after[name], rows, strict=True)]
        assert kept == rows, name
    assert [
        finding
        for finding in health.findings([health.check_migrations, health.check_texts])
        if not finding.ok
    ] == []
    # It is not only there: it can be used.
    drain_all()
    person = next(row for row in before["users"] if row["role"] == "admin")
    browser = signed_in_client(app, type("Person", (), {"id": person["id"]})())  # type: ignore[arg-type]
    public = next(
        row for row in before["items"] if row["audience"] == "public" and row["kind"] == "discussion"
    )
    page = browser.get(f"/discussies/{public['public_id']}")
    assert page.status_code == 200
    assert public["title"] in page.text
    word = max(public["title"].split(), key=len)
    assert public["title"] in browser.get(f"/zoeken?q={word}").text.replace("<mark>", "").replace(
        "</mark>", ""
    )


def test_a_backup_of_an_older_version_can_be_put_back(older: tuple[Flask, Rows], tmp_path: Path) -> None:
    _app, rows = older
    source = tmp_path / "ouder.tar"
    backup.make(source)
    with elsewhere(tmp_path / "nieuw"):
        done = restore(source)
        assert health.findings([health.check_migrations])[0].ok
    kept = {name: len(lines) for name, lines in rows.items() if name not in tables.LEFT_OUT}
    assert done.rows == sum(kept.values())


def test_once_is_enough(older: tuple[Flask, Rows]) -> None:
    app, _rows = older
    assert run(app, "upgrade").exit_code == 0
    with db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    again = run(app, "upgrade")
    assert again.stdout == "Everything is up to date already; nothing was changed.\n"


@pytest.fixture
def written(world: World) -> tuple[int, int, int]:
    """An item, a reply and a page of the site as an older renderer left them, and the text on the front page."""
    from_old = {"body_html": "<p>oud</p>", "renderer_version": markup.RENDERER_VERSION - 1}
    with transaction():
        item = Item(
            kind="discussion",
            title="Oud",
            body_source="**vet**",
            author_id=world.member.id,
            audience="public",
            **from_old,
        )
        db.session.add(item)
        db.session.flush()
        reply = Reply(item_id=item.id, author_id=world.member.id, body_source="*schuin*", **from_old)
        page = SitePage(slug="oud", title="Oud", body_source="# Kop", place=Place.FOOTER, **from_old)
        db.session.add_all([reply, page])
        service.set_values({"welcome": "**Welkom**"}, by=None)
        db.session.flush()
        return item.id, reply.id, page.id


def htmls(written: tuple[int, int, int]) -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    found = zip((Item, Reply, SitePage), written, strict=True)
    return [db.session.get_one(model, key).body_html for model, key in found]


def test_stored_html_is_made_anew(app: Flask, world: World, written: tuple[int, int, int]) -> None:
    assert not health.findings([health.check_texts])[0].ok
    result = run(app, "repair", "html")
    assert result.stdout == "3 texts were rendered anew.\n"
    assert htmls(written) == [
        "<p><strong>vet</strong></p>",
        "<p><em>schuin</em></p>",
        markup.render("# Kop").html,
    ]
    assert rerender.count_stale() == 0
    assert health.findings([health.check_texts])[0].ok
    assert run(app, "repair", "html").stdout == "0 texts were rendered anew.\n"


def test_it_is_part_of_the_upgrade(app: Flask, written: tuple[int, int, int]) -> None:
    assert "3 texts were rendered anew." in run(app, "upgrade").stdout
    assert htmls(written)[0] == "<p><strong>vet</strong></p>"


def test_a_text_that_somebody_changed_meanwhile_is_left_to_them(
    app: Flask, written: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and writing, somebody edits: their words stay, and so does their HTML."""
    batches = rerender._next

    def edited_meanwhile(table: Any, after: int) -> list[tuple[int, str, int]]:
        found = batches(table, after)
        if table.name == "items" and found:
            with transaction():
                mine = {
                    "body_source": "nieuw",
                    "body_html": "<p>nieuw</p>",
                    "renderer_version": markup.RENDERER_VERSION,
                }
                db.session.execute(update(Item).where(Item.id == written[0]).values(mine))
        return found

    monkeypatch.setattr(rerender, "_next", edited_meanwhile)
    assert rerender.rerender() == 2
    assert htmls(written)[0] == "<p>nieuw</p>"


def test_killed_half_way_it_goes_on(
    app: Flask, written: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    render = markup.render

    def dies(source: str) -> markup.Rendered:
        if source == "*schuin*":
            raise KeyboardInterrupt
        return render(source)

    monkeypatch.setattr(rerender.markup, "render", dies)
    with pytest.raises(KeyboardInterrupt):
        rerender.rerender()
    monkeypatch.undo()
    assert htmls(written)[:2] == ["<p><strong>vet</strong></p>", "<p>oud</p>"]
    assert rerender.rerender() >= 1
    assert rerender.count_stale() == 0


def test_the_first_tables_are_among_the_fixtures() -> None:
    assert "schema-0001" in [path.stem for path in FIXTURES]


def test_every_table_with_html_takes_part() -> None:
    assert {"items", "replies", "site_pages"} <= {table.name for table in rerender._tables()}
    with_version = {table.name for table in db.metadata.sorted_tables if "renderer_version" in table.columns}
    assert with_version == {table.name for table in rerender._tables()}
