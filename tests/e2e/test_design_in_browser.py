"""The style guide in a real browser: axe without ignores, nothing wider than a small phone, scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.plugins.requirements import require
from tests.styleguide import looking, rendering

pytestmark = pytest.mark.needs_chromium


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    built = (rendering.BUILD / "manifest.json").exists() and looking.AXE.exists()
    require(None if built else "no built front end → make setup")
    folder: Path = tmp_path_factory.mktemp("styleguide")
    names = rendering.write(folder)
    with looking.served(folder) as address:
        yield address, names


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_axe_finds_nothing(guide: tuple[str, list[str]], browser: Browser, width: int, scheme: str) -> None:
    address, names = guide
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for name in names:
        page.goto(f"{address}/{name}.html")
        found[name] = looking.complaints(page)
    context.close()
    assert len(found) > 5
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_axe_would_find_something(guide: tuple[str, list[str]], page: Page) -> None:
    page.goto(f"{guide[0]}/front.html")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    page.evaluate("document.querySelector('main').lastChild.src = '/build/none.png'")
    assert any(line.startswith("image-alt") for line in looking.complaints(page))


def test_nobody_sees_motion_who_asked_for_none(guide: tuple[str, list[str]], browser: Browser) -> None:
    for wish, expected in (("reduce", "0s"), ("no-preference", "0.12s")):
        context = browser.new_context(reduced_motion=wish)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{guide[0]}/library.html")
        took = page.locator(".kp-button").first.evaluate(
            "element => getComputedStyle(element).transitionDuration"
        )
        context.close()
        assert took.split(", ")[0] == expected


def test_the_menu_opens_and_closes_by_keyboard(guide: tuple[str, list[str]], page: Page) -> None:
    page.goto(f"{guide[0]}/library.html")
    summary = page.locator("details[data-menu] > summary")
    summary.press("Enter")
    assert page.get_by_role("button", name="Uitloggen").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Uitloggen").is_visible()
    assert summary.evaluate("element => element === document.activeElement")


def test_the_first_tab_leads_to_the_content(guide: tuple[str, list[str]], page: Page) -> None:
    page.goto(f"{guide[0]}/library.html")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_errors_get_the_focus(guide: tuple[str, list[str]], page: Page) -> None:
    page.goto(f"{guide[0]}/form.html")
    assert page.evaluate("document.activeElement.id") == "fouten"


def test_a_text_field_grows(guide: tuple[str, list[str]], page: Page) -> None:
    page.goto(f"{guide[0]}/form.html")
    area = page.locator("textarea").first
    before = area.bounding_box()
    area.fill("regel\n" * 40)
    after = area.bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"] * 2


def test_a_preview_comes_and_goes(guide: tuple[str, list[str]], page: Page) -> None:
    page.route(
        "**/voorbeeld",
        lambda route: route.fulfill(content_type="text/html", body="<p><strong>vet</strong></p>"),
    )
    page.goto(f"{guide[0]}/form.html")
    page.get_by_label("Je verhaal").fill("**vet**")
    page.get_by_role("button", name="Voorbeeld").click()
    assert page.locator(".kp-editor__preview strong").inner_text() == "vet"
    page.get_by_role("button", name="Verder schrijven").click()
    assert page.get_by_label("Je verhaal").input_value() == "**vet**"


def test_a_failing_preview_says_so_and_keeps_the_text(guide: tuple[str, list[str]], page: Page) -> None:
    page.route("**/voorbeeld", lambda route: route.fulfill(status=429, body="wacht"))
    page.goto(f"{guide[0]}/form.html")
    page.get_by_label("Je verhaal").fill("lang verhaal")
    page.get_by_role("button", name="Voorbeeld").click()
    page.get_by_text("We kunnen het voorbeeld nu niet tonen. Probeer het zo nog een keer.").wait_for()
    page.get_by_role("button", name="Verder schrijven").click()
    assert page.get_by_label("Je verhaal").input_value() == "lang verhaal"


def test_an_upload_shows_progress_and_follows_the_answer(guide: tuple[str, list[str]], page: Page) -> None:
    """As Flask answers: sent on to another page when it is stored."""
    page.route(
        "**/toevoegen",
        lambda route: route.fulfill(status=303, headers={"Location": f"{guide[0]}/library.html"}),
    )
    page.goto(f"{guide[0]}/form.html")
    page.locator("form[data-upload]").evaluate("form => form.setAttribute('action', '/toevoegen')")
    page.set_input_files(
        "input[type=file]", {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    page.get_by_role("button", name="Plaatsen").click()
    page.wait_for_url("**/library.html")


def test_a_refused_upload_shows_the_form_with_its_errors(guide: tuple[str, list[str]], page: Page) -> None:
    answer = "<title>Fout</title><main id=inhoud><div data-focus tabindex=-1 id=fouten>Te groot</div></main>"
    page.route("**/toevoegen", lambda route: route.fulfill(status=422, content_type="text/html", body=answer))
    page.goto(f"{guide[0]}/form.html")
    page.locator("form[data-upload]").evaluate("form => form.setAttribute('action', '/toevoegen')")
    page.set_input_files(
        "input[type=file]", {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    page.get_by_role("button", name="Plaatsen").click()
    page.get_by_text("Te groot").wait_for()
    assert page.evaluate("document.activeElement.id") == "fouten"


def test_a_lost_connection_keeps_what_was_typed(guide: tuple[str, list[str]], page: Page) -> None:
    page.route("**/toevoegen", lambda route: route.abort())
    page.goto(f"{guide[0]}/form.html")
    page.locator("form[data-upload]").evaluate("form => form.setAttribute('action', '/toevoegen')")
    page.get_by_label("Waar gaat het over?").fill("Tolk op school")
    page.set_input_files(
        "input[type=file]", {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    page.get_by_role("button", name="Plaatsen").click()
    page.get_by_text("Het uploaden is niet gelukt.").wait_for()
    assert page.get_by_label("Waar gaat het over?").input_value() == "Tolk op school"
    assert page.get_by_role("button", name="Plaatsen").is_enabled()
