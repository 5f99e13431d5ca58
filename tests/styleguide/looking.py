"""Looks at the style guide in a browser: axe, and whether a page is wider than the screen."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from tests.styleguide.rendering import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        return


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve `folder` on this machine; gives the address. Icons in another file need one."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def complaints(page: Page) -> list[str]:
    """What axe finds on the open page, and how many pixels it is too wide."""
    page.evaluate(AXE.read_text())
    found = [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in page.evaluate("axe.run()")["violations"]
        for node in rule["nodes"]
    ]
    too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, f"{too_wide} px too wide"] if too_wide > 0 else found
