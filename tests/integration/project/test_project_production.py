"""Production starts with good settings only, and says in one sentence what is missing or weak."""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum import config as configuration
from forum.app import create_app
from forum.config import ConfigError
from forum.lib import logs
from forum.lib.db import db
from tests.e2e.server import ROOT
from tests.plugins.services import free_port
from tests.world import World, signed_in_client


@pytest.fixture
def good(tmp_path: Path) -> dict[str, str]:
    """Settings that are enough."""
    return {
        "KENNISPLEIN_ENV": "production",
        "KENNISPLEIN_DATA": str(tmp_path),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "BASE_URL": "https://plein.example",
        "SMTP_URL": "smtps://iemand:zeergeheim@mail.example",
        "MAIL_FROM": "Plein <plein@plein.example>",
    }


def test_good_settings_are_enough_and_no_secret_is_shown(good: dict[str, str]) -> None:
    config = configuration.load({**good, "REDIS_URL": "redis://:zeergeheim@127.0.0.1/0"})
    assert config.production
    assert "zeergeheim" not in repr(config)
    assert good["SECRET_KEY"] not in repr(config)
    assert not (config.data / configuration.SECRET_FILE).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "kort"}, "SECRET_KEY is too short"),
        (
            {"SECRET_KEY": "change-me-change-me-change-me-change-me"},
            "SECRET_KEY looks like the value of an example",
        ),
        ({"SECRET_KEY": "z" * 80}, "SECRET_KEY can be guessed"),
        ({"KENNISPLEIN_DATA": ""}, "Set KENNISPLEIN_DATA"),
        ({"BASE_URL": ""}, "Set BASE_URL"),
        ({"BASE_URL": "http://plein.example"}, "Set BASE_URL"),
        ({"BASE_URL": "https://"}, "Set BASE_URL"),
        ({"PROMETHEUS_MULTIPROC_DIR": "/proc/nergens/cijfers"}, "PROMETHEUS_MULTIPROC_DIR"),
        ({"SMTP_URL": ""}, "Set SMTP_URL"),
        ({"MAIL_FROM": ""}, "Set MAIL_FROM"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must start with"),
        ({"REDIS_URL": "127.0.0.1:6379"}, "REDIS_URL must start with"),
        ({"METRICS_ADDRESS": "9464"}, "METRICS_ADDRESS must be host:port"),
        ({"TRUSTED_PROXIES": "een"}, "TRUSTED_PROXIES must be a whole number"),
    ],
)
def test_it_does_not_start_otherwise(good: dict[str, str], wrong: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        configuration.load({**good, **wrong})
    assert said in str(caught.value)
    assert wrong.get("SECRET_KEY") in (None, "") or wrong["SECRET_KEY"] not in str(caught.value)


def test_the_command_says_it_and_ends(good: dict[str, str]) -> None:
    environ = {"PATH": os.environ["PATH"], **good, "SECRET_KEY": "kort"}
    done = subprocess.run(
        [sys.executable, "-c", "from forum.cli import main; main()", "doctor"],
        check=False, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("kennisplein: SECRET_KEY is too short")
    assert "Traceback" not in done.stderr


def test_gunicorn_says_it_once_and_ends(good: dict[str, str]) -> None:
    environ = {"PATH": os.environ["PATH"], **good, "SECRET_KEY": "kort", "PORT": str(free_port())}
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "wsgi:app"],
        check=False, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("kennisplein: SECRET_KEY is too short")
    assert len(done.stderr.splitlines()) == 1


def test_the_folder_for_figures_is_made(good: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "run" / "figures"
    assert configuration.load({**good, "PROMETHEUS_MULTIPROC_DIR": str(folder)}).metrics_folder == folder
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.fixture
def production(app: Flask, good: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The site in production, on the database of this test."""
    monkeypatch.setattr(logs, "start", lambda **_how: None)
    settings = configuration.load({**good, "DATABASE_URL": app.config["KENNISPLEIN"].database_url})
    made = create_app(replace(settings, data=app.config["KENNISPLEIN"].data))
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(production: Flask) -> FlaskClient:
    return production.test_client()


PAGES = [
    "/",
    "/zoeken?q=plan",
    "/groepen",
    "/bestaat-niet",
    "/aanmelden",
    "/api/v1/items",
    "/healthz",
    "/static/build/app.css",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_the_headers_that_score_full_marks(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    headers = answer.headers
    answer.close()
    age = re.match(r"max-age=(\d+); includeSubDomains", headers["Strict-Transport-Security"])
    assert age
    assert int(age[1]) >= 31_536_000
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] in ("'self'", "'none'")
    assert {"base-uri", "form-action", "frame-ancestors"} <= policy.keys()
    for values in policy.values():
        assert "unsafe-" not in values
        assert not set(values.split()) & {"*", "data:", "https:", "http:", "blob:"}
    assert "Server" not in headers


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/aanmelden"])
def test_a_visitor_who_only_reads_gets_no_cookie(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    assert "Set-Cookie" not in answer.headers
    answer.close()


def test_the_cookies_are_safe(production: Flask, visitor: FlaskClient, world: World) -> None:
    language = visitor.post("/taal", data={"language": "en"})
    member = SimpleNamespace(id=world.member.id)
    db.session.rollback()  # this app's transaction must not hold the other one up
    with production.app_context():
        make = signed_in_client(production, member)  # type: ignore[arg-type]
    form = make.get("/discussies/nieuw")
    cookies = language.headers.getlist("Set-Cookie") + form.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"language", "kennisplein"}
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


def test_over_plain_http_in_development_nothing_promises_tls(app: Flask, client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
