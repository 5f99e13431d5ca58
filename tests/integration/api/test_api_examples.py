"""Every command line of docs/api.md that asks the API something is run, as it stands there, against a site that runs."""

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from forum.accounts.models import Scope
from forum.core.attachment import Attachment
from forum.core.item import Item
from forum.core.theme import Theme, item_themes
from forum.lib.db import db, transaction
from tests import world as make
from tests.architecture.checks import ROOT
from tests.pictures import photo
from tests.plugins.requirements import require
from tests.programs import token_of
from tests.samples import SAMPLES
from tests.world import World

BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
# What the ids in the page stand for.
FILE = "f4h7j9k2m5np"  # that was brought and is not used yet
IDS = {"b7k2m9q4x3zd": "document", "c8n3p5r6t7vw": "statement", "d9q4s6t7v8wx": "discussion"}


def examples() -> list[str]:
    """The command lines with curl, those that go on over several lines as one."""
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    lines = "\n".join(BLOCK.findall(text)).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.startswith("curl")]


@pytest.fixture
def running(app: Flask) -> Iterator[str]:
    """The address of a site that runs."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_examples_work(app: Flask, world: World, running: str, tmp_path: Path) -> None:
    require(None if shutil.which("curl") else "no curl → apt-get install curl")
    with transaction():
        reader = make.reader(world.member)
        for public_id, kind in IDS.items():
            item: Item = SAMPLES[kind](reader, None, f"Over {kind}")
            item.public_id = public_id
        theme = Theme(slug="jeugd")
        db.session.add(theme)
        db.session.flush()
        db.session.execute(item_themes.insert().values(item_id=item.id, theme_id=theme.id, name="Jeugd"))
        db.session.add(
            Attachment(
                public_id=FILE,
                uploader_id=world.member.id,
                sha256="0" * 64,
                size=1,
                media_type="text/plain",
                filename="notulen.txt",
            )
        )
        item.group_id, item.audience = world.closed_group.id, "group"
    (tmp_path / "foto.jpg").write_bytes(photo().getvalue())
    (tmp_path / "handreiking.pdf").write_bytes(b"%PDF-1.4 geen echte, wel een bestand")
    environ = {"SITE": running, "TOKEN": token_of(world.member, Scope.WRITE), "PATH": "/usr/bin:/bin"}
    found = examples()
    assert len(found) > 21
    for line in found:
        done = subprocess.run(
            ["bash", "-c", line],
            check=False,
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}\n{done.stdout}"
        assert "DELETE" in line or done.stdout.startswith("{"), line
