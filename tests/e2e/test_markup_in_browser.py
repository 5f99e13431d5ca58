"""The attack corpus, rendered, in a real browser that has no other lock: no policy header, no filter."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from forum.lib.markup import render
from tests.attacks import attack_sources, in_markdown, string_sources
from tests.corpus import needs_corpus

SITE = "https://kennisplein.test/"
# What the browser itself sees as able to act. Said for the third time, in the browser's own words.
SUSPECTS = """() => {
  const allowed = new Set(["href", "rel", "src", "alt", "title", "start", "align"])
  const found = []
  for (const node of document.querySelectorAll("main *")) {
    if (node.namespaceURI !== "http://www.w3.org/1999/xhtml" || node instanceof HTMLUnknownElement)
      found.push(node.outerHTML)
    for (const attribute of node.attributes) if (!allowed.has(attribute.name)) found.push(node.outerHTML)
    if (node.href && !["http:", "https:", "mailto:"].includes(node.protocol)) found.push(node.outerHTML)
  }
  for (const node of document.querySelectorAll("main :is(script, style, iframe, form, input, object, embed, meta, link)"))
    found.push(node.outerHTML)
  return found
}"""
PAGE = "<!doctype html><html lang=nl><head><title>x</title></head><body><main>{}</main></body></html>"


def visit(page: Page, body: str) -> list[str]:
    """Open a page with this body; answer everything that it did or could do."""
    happened: list[str] = []

    def answer(route: Route) -> None:
        url = route.request.url
        if url == SITE:
            route.fulfill(content_type="text/html; charset=utf-8", body=PAGE.format(body))
            return
        if not url.startswith((f"{SITE}bestanden/", f"{SITE}favicon.ico")):
            happened.append(f"request to {url}")
        route.fulfill(status=404, body="")

    page.context.route("**/*", answer)
    page.on("dialog", lambda dialog: (happened.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("framenavigated", lambda frame: happened.append(frame.url) if frame.url != SITE else None)
    page.goto(SITE)
    page.keyboard.press("Tab")  # what waits for the focus
    page.mouse.move(200, 200)  # what waits for the mouse
    return happened + page.evaluate(SUSPECTS)


def vectors() -> list[str]:
    """Each vector by itself and in all places of Markdown."""
    attacks = [source for _, source in attack_sources()]
    strings = [source for _, source in string_sources()]
    return attacks + ["\n\n".join(in_markdown(source)) for source in attacks] + strings


@needs_corpus
def test_the_attack_corpus_does_nothing_in_a_browser(page: Page) -> None:
    assert visit(page, "\n".join(render(source).html for source in vectors())) == []


@pytest.mark.parametrize(
    "attack",
    [
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "<svg onload=alert(1)></svg>",
        "<p><iframe src=/x></iframe>",
    ],
)
@pytest.mark.parametrize(("treat", "harmful"), [(str, True), (lambda attack: render(attack).html, False)])
def test_the_check_sees_what_happens_without_us(
    page: Page, attack: str, treat: Callable[[str], str], harmful: bool
) -> None:
    assert bool(visit(page, treat(attack))) is harmful
