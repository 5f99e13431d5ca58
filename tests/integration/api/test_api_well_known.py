"""/healthz and security.txt."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from sectxt import Parser
from sqlalchemy.exc import OperationalError

from forum import config
from forum.api import security
from forum.lib.db import db


def test_healthy(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})
    assert "Set-Cookie" not in answer.headers


def test_not_healthy(client: FlaskClient) -> None:
    gone = OperationalError("SELECT 1", {}, Exception("geheim"))
    with patch.object(db.session, "execute", side_effect=gone):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "unavailable"})


def test_security_txt(client: FlaskClient) -> None:
    answer = client.get("/.well-known/security.txt")
    assert answer.mimetype == "text/plain"
    assert "Contact: mailto:security@localhost" in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("now", [datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)])
def test_security_txt_is_what_the_rfc_asks(now: datetime) -> None:
    text = security.text("https://plein.example", "mailto:security@plein.example", now)
    # The parser looks at the real clock; the file of any day has the same lines.
    today = security.text("https://plein.example", "mailto:security@plein.example", datetime.now(UTC))
    parsed = Parser(today.encode(), urls="https://plein.example/.well-known/security.txt")
    assert parsed.errors == []
    expires = datetime.fromisoformat(text.split("Expires: ")[1].split("\r\n")[0])
    assert timedelta(days=30) < expires - now < timedelta(days=365)


def test_the_contact_can_be_set(tmp_path: Path) -> None:
    environ = {"KENNISPLEIN_DATA": str(tmp_path), "BASE_URL": "https://plein.example:8443/x"}
    assert config.load(environ).security_contact == "mailto:security@plein.example"
    form = "https://plein.example/melden"
    assert config.load(environ | {"SECURITY_CONTACT": form}).security_contact == form
    for wrong in ("security@plein.example", "javascript:x", "mailto:a@b\nPolicy: https://x"):
        with pytest.raises(config.ConfigError, match="SECURITY_CONTACT"):
            config.load(environ | {"SECURITY_CONTACT": wrong})
