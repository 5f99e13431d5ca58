"""The site as `make run` starts it, seen by a browser."""

from playwright.sync_api import Page

from tests.e2e.server import Server


def test_a_first_visitor_gets_a_whole_page(live_server: Server, page: Page) -> None:
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.on("request", lambda asked: failed.append(asked.url) if live_server.url not in asked.url else None)

    page.goto(f"{live_server.url}/groepen")

    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "nl"
    assert failed == []  # every style, script and font is there, and comes from us
    assert page.context.cookies() == []


def test_the_data_folder_is_private(live_server: Server) -> None:
    assert (live_server.data / "kennisplein.db").exists()
    assert (live_server.data / "secret.key").stat().st_mode & 0o077 == 0
