"""The factory: configuration, extensions, rooms, error pages, and the audience check."""

import ctypes
import gc
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, url_for
from flask_babel import force_locale, format_datetime
from flask_migrate import Migrate
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import configure_mappers
from werkzeug.middleware.proxy_fix import ProxyFix

from forum import config as configuration
from forum import wiring
from forum.access import ANONYMOUS, routes, visible
from forum.accounts import session
from forum.config import Config
from forum.core import kinds, setting
from forum.core.item import Item
from forum.errors import install as install_errors
from forum.lib import (
    assets,
    clock,
    compression,
    content_version,
    db,
    fragments,
    http,
    i18n,
    limits,
    logs,
    metrics,
    page_cache,
    templating,
    warming,
)
from forum.search.analysis import dutch
from forum.work import queue

ROOT = Path(__file__).resolve().parents[1]
SHARED = "kennisplein-shared"
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8  # as malloc.h numbers them


def create_app(config: Config | None = None) -> Flask:
    """Build the application.

    Raises:
        ConfigError: a setting is missing or wrong.
        RuntimeError: a route does not say for whom it is.
    """
    config = config or configuration.load()
    app = Flask(
        "forum", root_path=str(ROOT / "forum"), template_folder="../templates", static_folder="../static"
    )
    app.config.update(
        KENNISPLEIN=config,
        SECRET_KEY=config.secret_key,
        # For addresses made outside a request (work, commands); it does not restrict which host is served.
        SERVER_NAME=urlsplit(config.base_url).netloc,
        PREFERRED_URL_SCHEME=urlsplit(config.base_url).scheme,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        # A server that was restarted must not cost a visitor an error page for each connection it had.
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_pre_ping": config.database_url.startswith("postgresql"),
            "hide_parameters": True,  # what somebody wrote never stands in the text of an error
        },
        # A file and a little room for the fields beside it.
        MAX_CONTENT_LENGTH=config.upload_limit + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="kennisplein",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.base_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=60 * 60 * 24 * 30,
        SESSION_REFRESH_EACH_REQUEST=False,  # it lasts as long as its row, which no visit makes longer
        WTF_CSRF_TIME_LIMIT=None,  # a text that took an afternoon to write must still be accepted
        TESTING=config.environment == "test",
    )
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    logs.install(app)
    metrics.install(app)
    db.db.init_app(app)
    with app.app_context():
        db.prepare_engine(db.db.engine)
        content_version.install(db.db.engine)
    Migrate(app, db.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    compression.install(app)
    db.install(app)
    page_cache.install(app)
    fragments.install(app)
    queue.install(app, config)
    i18n.install(app, of_site=lambda: str(setting.get("language")))
    limits.install(app, config.redis_url, enabled=config.environment != "test")
    assets.install(app)
    templating.install(app)
    session.install(app)
    http.install(app, secure=config.production)
    wiring.install(app)
    install_errors(app)
    routes.install(app)
    return app


def share(app: Flask) -> None:
    """Make once, before processes are forked off, what each would make for itself at its first pages: they share it.

    Done by the first of them only: a process that is itself forked off and forks others shares it already, and doing it
    again would copy what it shares.
    """
    if app.extensions.get(SHARED):
        return
    app.extensions[SHARED] = True
    configure_mappers()
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    for language in i18n.LOCALES:
        with app.test_request_context(), force_locale(language):
            format_datetime(clock.now())
    dutch.load()
    _warm(app)
    _give_back()
    # What is there now stays: looking through it for garbage would write to it, and so copy it.
    gc.collect()
    _trim()
    gc.freeze()


def _warm(app: Flask) -> None:
    """Ask for some pages as a visitor would, if the database is there and up to date enough to answer."""
    config: Config = app.config["KENNISPLEIN"]
    paths = ["/", "/zoeken?q=gemeente", "/groepen", "/bibliotheek", "/themas", "/aanmelden", "/api/v1/items"]
    try:
        with app.test_request_context():
            for kind in kinds.every():
                newest = visible(Item, ANONYMOUS).where(Item.kind == kind.code).order_by(Item.id.desc())
                if item := db.db.session.scalars(newest.limit(1)).first():
                    paths.append(url_for(kind.page, public_id=item.public_id))
    except SQLAlchemyError:
        return
    warming.ask(app, paths, config.base_url)


def _give_back() -> None:
    """Let large pieces of memory that are not used any more go back to the system: one arena, no guessing (glibc)."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for setting, value in (
            (M_MMAP_THRESHOLD, 64 * 1024),
            (M_TRIM_THRESHOLD, 128 * 1024),
            (M_ARENA_MAX, 1),
        ):
            mallopt(setting, value)


def _trim() -> None:
    """Give back now what loading left behind (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
