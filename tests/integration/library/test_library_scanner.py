"""The virus scanner: what it refuses is not kept, and without an answer nothing is."""

import io
import socketserver
import struct
import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from forum.config import ConfigError, Scanner, load
from forum.core.attachment import Attachment
from forum.lib.db import db
from forum.library.models import Document
from forum.storage import scanning
from forum.storage.current import the_storage
from tests import world as make

# In parts, so that no scanner takes this file for the test itself.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" + b"!$H+H*"


class _Clamd(socketserver.BaseRequestHandler):
    """INSTREAM as clamd speaks it (clamd(8)), with the one signature that everybody knows."""

    def handle(self) -> None:
        stream = self.request.makefile("rwb")
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", stream.read(4))[0]:
            content += stream.read(size)
            if len(content) > self.server.most:
                stream.write(b"INSTREAM size limit exceeded. ERROR\0")
                return stream.flush()
        verdict = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in content else b"stream: OK\0"
        stream.write(verdict)
        return stream.flush()


@pytest.fixture
def clamd(app):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd) as server:
        server.most, server.daemon_threads = 1_000_000, True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        before = app.config["KENNISPLEIN"]
        scanner = Scanner(host="127.0.0.1", port=server.server_address[1])
        app.config["KENNISPLEIN"] = replace(before, scanner=scanner)
        yield server
        app.config["KENNISPLEIN"] = before
        server.shutdown()


def _upload(browser, content, **fields):
    data = {"submission": "abc", "file": (io.BytesIO(content), "nota.txt"), **fields}
    return browser.post("/documenten/nieuw", data=data, content_type="multipart/form-data")


def _counts():
    return [db.session.scalar(select(func.count()).select_from(model)) for model in (Document, Attachment)]


def test_what_the_scanner_refuses_is_not_kept(world, browser_of, clamd):
    browser = browser_of(world.member)
    refused = _upload(browser, b"Vooraf " + EICAR)
    assert (refused.status_code, "In dit bestand zit een virus" in refused.text) == (422, True)
    assert _counts() == [0, 0]
    assert list(the_storage().checksums()) == []
    assert _upload(browser, b"Een gewone nota.").status_code == 303
    assert _counts() == [1, 0]


def test_a_file_with_a_reply_is_looked_at_too(world, browser_of, clamd):
    item = make.discussion(world.member, world.open_group)
    db.session.commit()
    address = f"/items/{item.public_id}/reacties"

    def kept(content):
        data = {"submission": "abc", "body": "Kijk", "files": (io.BytesIO(content), "x.txt")}
        browser_of(world.member).post(address, data=data, content_type="multipart/form-data")
        return len(list(the_storage().checksums()))

    assert kept(EICAR) == 0
    assert kept(b"Een gewone nota.") == 1


@pytest.mark.parametrize("trouble", ["away", "too large", "not a scanner"])
def test_without_a_verdict_nothing_is_kept(world, browser_of, clamd, app, trouble, monkeypatch):
    content = b"Een gewone nota."
    if trouble == "away":
        clamd.shutdown()
        clamd.server_close()
    elif trouble == "too large":
        clamd.most = 3
    else:
        monkeypatch.setattr(
            _Clamd, "handle", lambda self: self.request.sendall(b"220 mail.example ESMTP\r\n\0")
        )
    refused = _upload(browser_of(world.member), content)
    assert (refused.status_code, "nu niet controleren op virussen" in refused.text) == (422, True)
    assert _counts() == [0, 0]
    assert list(the_storage().checksums()) == []


def test_without_the_setting_nobody_is_asked(world, browser_of, monkeypatch):
    monkeypatch.setattr(scanning, "scan", lambda *_all: pytest.fail("asked"))
    assert _upload(browser_of(world.member), b"Een gewone nota.").status_code == 303


@pytest.mark.parametrize(
    ("url", "scanner"),
    [
        ("tcp://scanner.example:3311", Scanner(host="scanner.example", port=3311)),
        ("tcp://127.0.0.1", Scanner(host="127.0.0.1", port=3310)),
        ("unix:///run/clamav/clamd.ctl", Scanner(path="/run/clamav/clamd.ctl")),
        ("http://x", None),
        ("tcp://x:99999", None),
        ("unix://run/x", None),
        ("clamd", None),
    ],
)
def test_the_setting_is_an_address_or_a_clear_error(tmp_path, url, scanner):
    environ = {"KENNISPLEIN_ENV": "test", "KENNISPLEIN_DATA": str(tmp_path), "CLAMD_URL": url}
    if scanner is not None:
        assert load(environ).scanner == scanner
    else:
        with pytest.raises(ConfigError, match="CLAMD_URL"):
            load(environ)
