"""Web on one machine, the worker on another: PostgreSQL, Redis and object storage hold all that they share."""

import io
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from forum import config as configuration
from forum.app import create_app
from forum.lib.db import db, transaction
from forum.operations import health
from forum.storage.current import the_storage
from forum.work.lock import Taken, held
from forum.work.worker import drain_all
from tests.world import World, build_world, signed_in_client


@pytest.fixture
def machines(
    fresh_postgres_url: str, redis_url: str, s3_server: str, tmp_path: Path
) -> Iterator[tuple[Flask, Flask]]:
    """Two machines of one site: nothing on the disk of the one is on that of the other."""
    shared = {
        "KENNISPLEIN_ENV": "test",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "BASE_URL": "http://localhost",
        "DATABASE_URL": fresh_postgres_url,
        "REDIS_URL": redis_url,
        "SEARCH_INDEX": "shared",
        "STORAGE_URL": f"s3://files/{secrets.token_hex(6)}",
        "AWS_ENDPOINT_URL": s3_server,
        "AWS_ACCESS_KEY_ID": "sleutel",
        "AWS_SECRET_ACCESS_KEY": "geheim",
    }
    made = [
        create_app(configuration.load({**shared, "KENNISPLEIN_DATA": str(tmp_path / name)}))
        for name in ("web", "worker")
    ]
    for app in made:
        app.config.update(WTF_CSRF_ENABLED=False, WTF_CSRF_CHECK_DEFAULT=False)
    with made[0].app_context():
        upgrade()
    yield made[0], made[1]
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def people(machines: tuple[Flask, Flask]) -> Iterator[World]:
    with machines[0].app_context():
        with transaction():
            made = build_world()
        yield made


def post(app: Flask, person: object, path: str, **fields: object) -> str:
    browser = signed_in_client(app, person)  # type: ignore[arg-type]
    answer = browser.post(path, data={"audience": "public", "submission": secrets.token_hex(8), **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_what_is_written_on_one_is_read_and_indexed_by_the_other(
    machines: tuple[Flask, Flask], people: World
) -> None:
    web, worker = machines
    member = people.member
    document = post(
        web,
        member,
        "/documenten/nieuw",
        title="Plan",
        file=(io.BytesIO(b"Over de zandtaartjes."), "plan.txt"),
    )
    post(web, member, "/discussies/nieuw", title="Wijkplan", body="Iets.")
    visitor = web.test_client()
    assert "Wijkplan</a>" not in visitor.get("/zoeken?q=wijkplan").text  # it is in the link to ask it
    with worker.app_context():
        drain_all()
        health.beat()
        assert not (worker.config["KENNISPLEIN"].data / "files").exists()
    assert "Wijkplan</a>" in visitor.get("/zoeken?q=wijkplan").text
    assert "Plan" in visitor.get("/zoeken?q=zandtaartjes").text  # read by the worker, from the bucket
    with visitor.get(f"{document}/bestand") as file:
        assert file.data == b"Over de zandtaartjes."
    found = {finding.name: finding for finding in health.findings(health.ALL)}
    for name in ("database", "migrations", "storage", "index", "queue", "worker", "tasks"):
        assert found[name].ok, found[name]


def test_what_is_closed_is_gone_at_once_on_all(machines: tuple[Flask, Flask], people: World) -> None:
    """T02, over machines: before the worker knows it, and after."""
    web, worker = machines
    address = post(web, people.member, "/discussies/nieuw", title="Wijkplan", body="Iets.")
    with worker.app_context():
        drain_all()
    visitor = web.test_client()
    assert "Wijkplan" in visitor.get("/zoeken?q=wijkplan").text
    owner = signed_in_client(web, people.member)
    public_id = address.rsplit("/", 1)[1]
    for path in (f"/items/{public_id}/verwijderen", f"{address}/verwijderen"):
        owner.post(path)
    assert visitor.get(address).status_code == 404
    assert "Wijkplan</a>" not in visitor.get("/zoeken?q=wijkplan").text
    with worker.app_context():
        drain_all()
    assert "Wijkplan</a>" not in visitor.get("/zoeken?q=wijkplan").text


def test_a_lane_is_held_over_machines(machines: tuple[Flask, Flask]) -> None:
    web, worker = machines
    with web.app_context(), held("mail", wait=0), worker.app_context():
        with pytest.raises(Taken), held("mail", wait=0):
            raise AssertionError("two at a time")
        with held("files", wait=0):
            assert the_storage() is not None
