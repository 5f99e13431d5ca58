"""What lies in deploy/: it parses, it is safe, it names settings that exist, and gunicorn starts the site with it."""

import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from forum import config as configuration
from tests.e2e.server import ROOT, answers
from tests.plugins.services import free_port

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
# Read by the programs that start the site (scripts/serve.py, deploy/gunicorn.conf.py), not by the site itself.
OF_THE_SERVER = {"HOST", "WEB_CONCURRENCY"}
OF_OTHERS = {"PATH", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "SITE_ADDRESS", "UPSTREAM"}


class Asked(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, values: dict[str, str]) -> None:
        super().__init__(values)
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return super().__getitem__(name)


@pytest.fixture
def good(tmp_path: Path) -> dict[str, str]:
    return {
        "KENNISPLEIN_ENV": "production",
        "KENNISPLEIN_DATA": str(tmp_path / "data"),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "BASE_URL": "https://plein.example",
        "SMTP_URL": "smtps://mail.example",
        "MAIL_FROM": "Plein <plein@plein.example>",
        "STORAGE_URL": "s3://emmer",
    }


@pytest.fixture
def known(good: dict[str, str]) -> set[str]:
    """Every name that the configuration reads."""
    environ = Asked(good)
    configuration.load(environ)
    alone = Asked({"KENNISPLEIN_ENV": "test", "KENNISPLEIN_DATA": good["KENNISPLEIN_DATA"]})
    configuration.load(alone)  # where no address is set, the port counts
    return environ.names | alone.names | OF_THE_SERVER


def example() -> dict[str, str]:
    """The settings of the example, those that are commented out too."""
    lines = re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", (DEPLOY / "kennisplein.env.example").read_text(), re.M)
    return dict(lines)


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return loaded


def test_every_name_exists(known: set[str]) -> None:
    named = set(example())
    for service in compose()["services"].values():
        named |= set(service.get("environment", {}))
    containerfile = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    for line in re.findall(r"^ENV (.*)$", containerfile, re.M):
        named |= set(re.findall(r"([A-Z_]+)=", line))
    for path in (*UNITS, DEPLOY / "Caddyfile", DEPLOY / "compose.yaml"):
        named |= set(re.findall(r"\{?\$\{?([A-Z][A-Z_]+)[:}]", path.read_text()))
        named |= set(re.findall(r"^Environment=([A-Z_]+)=", path.read_text(), re.M))
    named |= set(re.findall(r"environ\.get\(['\"]([A-Z_]+)", (DEPLOY / "gunicorn.conf.py").read_text()))
    assert named - known - OF_OTHERS == set()
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "STORAGE_URL"} <= named


def test_the_example_does_not_start_before_it_is_filled_in(good: dict[str, str], tmp_path: Path) -> None:
    values = {
        name: value for name, value in example().items() if name not in ("KENNISPLEIN_DATA", "STORAGE_URL")
    }
    values["KENNISPLEIN_DATA"] = str(tmp_path)
    with pytest.raises(configuration.ConfigError):
        configuration.load(values)
    filled = {name: good[name] for name in ("SECRET_KEY", "BASE_URL", "SMTP_URL", "MAIL_FROM")}
    assert configuration.load({**values, **filled, "DATABASE_URL": "", "REDIS_URL": ""}).production


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert services["metrics"]["networks"] == ["inside"]
    assert services["database"]["networks"] == services["queue"]["networks"] == ["inside"]
    assert compose()["networks"]["inside"] == {"internal": True}


def test_containers_may_do_little() -> None:
    for name, service in compose()["services"].items():
        assert "no-new-privileges:true" in service["security_opt"], name
        assert "privileged" not in service
        assert ":" in service["image"] or service["image"] == "kennisplein", f"{name}: which version?"
        if name not in ("proxy", "database"):
            assert service["read_only"], name
            assert service["cap_drop"] == ["ALL"], name
    containerfile = (DEPLOY / "Containerfile").read_text()
    assert re.findall(r"^USER (.*)$", containerfile, re.M) == ["kennisplein"]
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", "data", "deploy/kennisplein.env"} <= set(ignored)


def test_what_starts_waits_for_what_it_needs() -> None:
    services = compose()["services"]
    for name in ("web", "worker", "metrics"):
        assert services[name]["depends_on"]["tables"] == {"condition": "service_completed_successfully"}
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            assert how["condition"] != "service_healthy" or "healthcheck" in services[other], (name, other)


MUST = {
    "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
    "CapabilityBoundingSet=", "RestrictNamespaces=yes", "User=kennisplein", "UMask=0077",
    "EnvironmentFile=/etc/kennisplein/kennisplein.env",
}  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_may_do_little_and_holds_no_secret(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    assert set(lines) >= MUST
    assert not [line for line in lines if line.startswith("Environment=")]


@pytest.mark.needs_systemd
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for path in (*UNITS, *(DEPLOY / "systemd").glob("*.timer")):
        # Where it is installed here.
        (tmp_path / path.name).write_text(path.read_text().replace("/opt/kennisplein/", f"{ROOT}/"))
    units = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    for unit in UNITS:
        command = [
            "systemd-analyze",
            "security",
            "--offline=true",
            "--threshold=20",
            "--no-pager",
            str(tmp_path / unit.name),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout[-300:]


@pytest.fixture
def running(good: dict[str, str], tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The site in production, as the unit starts it: its address and its log."""
    port, log = free_port(), tmp_path / "log"
    figures = tmp_path / "figures"
    (tmp_path / "data").mkdir()
    del good["STORAGE_URL"]
    environ = {
        "PATH": os.environ["PATH"], **good, "PORT": str(port), "WEB_CONCURRENCY": "1", "PROMETHEUS_MULTIPROC_DIR": str(figures),
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "-c", str(DEPLOY / "gunicorn.conf.py"), "wsgi:app"]
    prepare = [sys.executable, "-c", "from forum.cli import main; main()", "db", "upgrade"]
    subprocess.run(prepare, cwd=ROOT, env=environ, check=True, capture_output=True, timeout=120)
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=ROOT, env=environ, stdout=output, stderr=output) as server,
    ):
        try:
            until = time.monotonic() + 60
            while not answers(f"http://127.0.0.1:{port}/healthz"):
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < until
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}", log
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    assert server.returncode == 0
    assert list(figures.glob("counter_*.db")) != []


def test_gunicorn_runs_the_site_with_it(running: tuple[str, Path]) -> None:
    address, log = running
    assert answers(f"{address}/aanmelden?next=geheimezoekvraag")
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    asked = [line for line in lines if line["event"] == "request"]
    assert {line["endpoint"] for line in asked} > {"health.healthz"}
    assert "geheimezoekvraag" not in log.read_text()
    assert "127.0.0.1" not in log.read_text()


def test_the_proxy_passes_on_what_the_site_counts_on() -> None:
    text = (DEPLOY / "Caddyfile").read_text()
    assert "reverse_proxy {$UPSTREAM:127.0.0.1:8000}" in text
    assert "trusted_proxies" not in text  # what a visitor claims to be is not believed
    assert example()["TRUSTED_PROXIES"] == compose()["x-site"]["environment"]["TRUSTED_PROXIES"] == "1"
    size = re.search(r"max_size (\d+)MB", text)
    assert size
    assert int(size[1]) > int(example()["UPLOAD_LIMIT_MB"])
