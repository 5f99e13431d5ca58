"""Answers are packed where that tells nobody anything, and built files lie packed already."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.world import World

Browser = Callable[[object], FlaskClient]
TAKES = {"Accept-Encoding": "gzip, br"}
OURS = {**TAKES, "Sec-Fetch-Site": "same-origin"}


def test_a_visitor_gets_the_same_page_packed_also_from_memory(client: FlaskClient, world: World) -> None:
    plain = client.get("/")
    assert "Content-Encoding" not in plain.headers
    for _ in range(2):
        packed = client.get("/", headers=TAKES)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
        assert {"Accept-Encoding", "Cookie", "Sec-Fetch-Site"} <= set(packed.vary)


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_personal_page_is_packed_for_our_own_pages(browser_of: Browser, world: World, site: str) -> None:
    page = browser_of(world.member).get("/", headers={**TAKES, "Sec-Fetch-Site": site})
    assert page.headers["Content-Encoding"] == "gzip"
    assert b"kp-menu__name" in gzip.decompress(page.data)


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_a_personal_page_that_others_may_have_asked_for_tells_nothing_by_its_length(
    browser_of: Browser, world: World, site: str | None
) -> None:
    headers = {**TAKES, "Sec-Fetch-Site": site} if site else TAKES
    page = browser_of(world.member).get("/?geheim=gok", headers=headers)
    assert "Content-Encoding" not in page.headers
    assert b"kp-menu__name" in page.data


def test_what_is_small_or_no_text_stays_as_it_is(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers=OURS).headers


@pytest.fixture
def built(app: Flask, tmp_path: Path) -> Path:
    """A built style sheet beside what it is packed in."""
    folder = Path(app.static_folder or "") / "build"
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "packed-test.css"
    for path, content in (
        (made, b"plain"),
        (folder / "packed-test.css.br", b"br"),
        (folder / "packed-test.css.gz", b"gz"),
    ):
        path.write_bytes(content)
    yield made
    for path in folder.glob("packed-test*"):
        path.unlink()


@pytest.mark.parametrize(
    ("takes", "encoding", "content"),
    [
        ("gzip, br", "br", b"br"),
        ("gzip", "gzip", b"gz"),
        ("identity", None, b"plain"),
        ("br;q=0", None, b"plain"),
    ],
)
def test_a_built_file_comes_as_small_as_the_browser_takes_it(
    client: FlaskClient, built: Path, takes: str, encoding: str | None, content: bytes
) -> None:
    with client.get(f"/static/build/{built.name}", headers={"Accept-Encoding": takes}) as answer:
        assert answer.data == content
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.mimetype == "text/css"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert ("Accept-Encoding" in answer.vary) is (encoding is not None)


@pytest.mark.parametrize("path", ["../../wsgi.py", "build/../../../wsgi.py", "build/geen.css", "build/"])
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}", headers=TAKES).status_code == 404
