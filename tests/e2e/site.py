"""The demo community, and browsers in which its people are signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.e2e.inside import Inside
from tests.e2e.server import Server
from tests.plugins.services import PATIENCE


class Site(Inside):
    """A running server, an app on the same data folder, and a browser."""

    def __init__(self, server: Server, browser: Browser) -> None:
        super().__init__(server.url, server.data)
        self._browser = browser

    @contextmanager
    def browsing(self, email: str | None = None, **options: Any) -> Iterator[Page]:
        """A browser of its own in which this person is signed in (None: nobody).

        When it ends, no script may have thrown an error and the content security policy may have stopped nothing.
        """
        context = self.context(email, **options)
        page = context.new_page()
        complaints = complaints_of(page)
        try:
            yield page
        finally:
            context.close()
        assert complaints == []

    def context(self, email: str | None = None, **options: Any) -> BrowserContext:
        """As `browsing`, for more than one page; the caller closes it."""
        context = self._browser.new_context(
            base_url=self.url,
            **{"locale": "nl-NL", "viewport": {"width": 1280, "height": 800}, **options},
        )
        context.set_default_timeout(PATIENCE * 1000)
        if email is not None:
            name, value = self.cookie_of(email).values()
            context.add_cookies([{"name": name, "value": value, "url": self.url, "httpOnly": True}])
        return context


def complaints_of(page: Page) -> list[str]:
    """A list that fills with what the console of `page` complains about."""
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        # An answer such as 404 or 422 is told on the console too; which answer it must be, each test says.
        if message.type == "error" and "server responded with a status of 4" not in message.text:
            complaints.append(f"{page.url}: {message.text}")

    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("console", on_console)
    return complaints
