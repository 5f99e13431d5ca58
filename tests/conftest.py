"""Fixtures that every test shares: an app on a migrated database, emptied for each test.

With `--databases=sqlite,postgres`, as in `make test`, each test with an app runs on both.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import text

from forum import config as configuration
from forum.app import create_app
from forum.lib import fragments, page_cache
from forum.lib.db import Base, db, transaction
from forum.lib.limits import limiter
from forum.operations import ledger
from forum.work import worker
from tests.browser import Browser
from tests.world import World, build_world, signed_in_client


@contextmanager
def _migrated_app(data: Path, database_url: str | None, templates: Path) -> Iterator[Flask]:
    """An app on a database that is built by running the migrations; compiled templates are kept in `templates`."""
    environ = {
        "KENNISPLEIN_ENV": "test",
        "KENNISPLEIN_DATA": str(data),
        "SECRET_KEY": "only-for-tests-" + "x" * 32,
        "BASE_URL": "http://localhost",
    }
    if database_url:
        environ["DATABASE_URL"] = database_url
    app = create_app(configuration.load(environ))
    app.test_client_class = Browser
    # Both apps of both processes would compile the same templates.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(templates))
    with app.app_context():
        upgrade()
        db.engine.dispose()
    if (data / "kennisplein.db").exists():
        shutil.copy(data / "kennisplein.db", data / "template.db")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for compiled templates: of this run, shared by its processes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "templates"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory, templates: Path) -> Iterator[Flask]:
    """One app per process of the test run, on SQLite."""
    with _migrated_app(tmp_path_factory.mktemp("data"), None, templates) as app:
        yield app


@pytest.fixture(scope="session")
def postgres_app(
    tmp_path_factory: pytest.TempPathFactory, postgres_url: str, templates: Path
) -> Iterator[Flask]:
    """One app per process of the test run, on PostgreSQL."""
    with _migrated_app(tmp_path_factory.mktemp("data"), postgres_url, templates) as app:
        yield app


@pytest.fixture
def migrated_app(request: pytest.FixtureRequest, database: str) -> Flask:
    """The app on the database that this run of the test is for."""
    app: Flask = request.getfixturevalue(f"{database}_app")
    return app


def _empty_database(data: Path) -> None:
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        db.engine.dispose()
        # Unlinked, not written over: a connection that a failed test left open keeps the old file.
        for leftover in data.glob("kennisplein.db*"):
            leftover.unlink()
        shutil.copy(data / "template.db", data / "kennisplein.db")
        return
    tables = [table.name for table in Base.metadata.sorted_tables]
    # Emptied row by row: TRUNCATE makes new files for every table each time, and waits for the disk.
    filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)
    with db.engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))  # past foreign keys and guards
        for name in connection.scalars(text(filled)).all():
            connection.execute(text(f'DELETE FROM "{name}"'))
        connection.execute(
            text("SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences")
        )
        connection.execute(text("SET session_replication_role = DEFAULT"))


def _start_over(app: Flask) -> None:
    data: Path = app.config["KENNISPLEIN"].data
    _empty_database(data)
    for folder in data.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    # Lines of an earlier test, at whatever moment its clock stood, are no lines of this one.
    (data / ledger.NAME).unlink(missing_ok=True)
    app.extensions["kennisplein-work"].buffered.clear()
    for memory in (page_cache.EXTENSION, fragments.EXTENSION):
        app.extensions[memory].clear()


@pytest.fixture
def start_over(app: Flask) -> Callable[[], World]:
    """Call it for an empty site with the cast, as often as one test needs."""

    def begin() -> World:
        _start_over(app)
        with transaction():
            return build_world()

    return begin


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The app with an empty database and empty folders, inside an application context."""
    with migrated_app.app_context():
        _start_over(migrated_app)
        # The limiter is one for all apps of a process: another app may have switched it on.
        limiter.enabled = False
        yield migrated_app
        db.session.remove()


@pytest.fixture
def world(app: Flask) -> World:
    """The fixed cast and their groups (tests/world.py)."""
    with transaction():
        return build_world()


@pytest.fixture
def work(app: Flask) -> Callable[[], None]:
    """Call it to do all background work that is due."""
    return worker.drain_all


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without an account."""
    return app.test_client()


@pytest.fixture
def browser_of(app: Flask) -> Callable[[object], FlaskClient]:
    """`browser_of(user)` is a browser in which `user` is signed in (None: nobody).

    Form tokens are not asked for in tests; tests/access/test_csrf.py asks for them.
    """
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    return lambda user: signed_in_client(app, user)
