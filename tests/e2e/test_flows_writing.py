"""Writing with a script: the toolbar by keyboard, the browser's own undo, pictures by paste and drop."""

import base64
import secrets

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.site import Site

pytestmark = pytest.mark.needs_chromium
DISCUSSION = "Hoe zorg je dat een gezin"
ICON = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFElEQVR4nGOQ93fDihiGloT8EJIAAEL2QAHr9b2RAAAAAElFTkSuQmCC"
)
# A file in the clipboard or under the mouse, as the browser hands it over.
GIVE = """(area, [kind, name, type, base64]) => {
  const data = new DataTransfer()
  data.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name, {type}))
  const of = kind === "paste" ? ClipboardEvent : DragEvent
  area.dispatchEvent(new of(kind, {clipboardData: data, dataTransfer: data, bubbles: true, cancelable: true}))
}"""
OVER = {"width": 360, "height": 740}


def give(area: Locator, kind: str, name: str, content_type: str, content: bytes) -> None:
    area.evaluate(GIVE, [kind, name, content_type, base64.b64encode(content).decode()])


def chosen(area: Locator) -> str:
    """The selected part of a text field."""
    return str(area.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)"))


def select(area: Locator, words: str) -> None:
    area.evaluate(
        "(area, words) => area.setSelectionRange(area.value.indexOf(words), area.value.indexOf(words) + words.length)",
        words,
    )


@pytest.mark.parametrize("width", [360, 1280])
def test_the_toolbar_by_keyboard_only(site: Site, width: int) -> None:
    with site.browsing(site.add_person("Vera"), viewport={"width": width, "height": 740}) as page:
        page.goto("/discussies/nieuw")
        area = page.get_by_label("Tekst")
        area.fill("Wij bellen eerst")
        select(area, "bellen")
        area.focus()
        page.keyboard.press("Shift+Tab")  # one stop for the whole toolbar
        bold = page.get_by_role("button", name="Vet")
        expect(bold).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("button", name="Schuin")).to_be_focused()
        page.keyboard.press("End")
        expect(page.get_by_role("button", name="Code")).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(bold).to_be_focused()
        page.keyboard.press("Enter")
        expect(area).to_have_value("Wij **bellen** eerst")
        expect(area).to_be_focused()
        assert chosen(area) == "bellen"
        page.keyboard.press("Control+z")
        expect(area).to_have_value("Wij bellen eerst")
        page.keyboard.press("Control+Shift+z")
        expect(area).to_have_value("Wij **bellen** eerst")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_shortcuts_and_each_button_both_ways(site: Site) -> None:
    with site.browsing(site.add_person("Vera")) as page:
        page.goto("/discussies/nieuw")
        area = page.get_by_label("Tekst")
        for key, name, made in [
            ("Control+b", "Vet", "een **woord**"),
            ("Control+i", "Schuin", "een *woord*"),
            ("", "Kop", "## een woord"),
            ("", "Lijst", "- een woord"),
            ("", "Genummerde lijst", "1. een woord"),
            ("", "Citaat", "> een woord"),
            ("", "Code", "een `woord`"),
        ]:
            button = page.get_by_role("button", name=name, exact=True)
            area.fill("een woord")
            select(area, "woord")
            button.click()
            expect(area).to_have_value(made)
            button.click()
            expect(area).to_have_value("een woord")
            if key:
                page.keyboard.press(key)
                expect(area).to_have_value(made)
        area.fill("zie hier")
        select(area, "hier")
        page.keyboard.press("Control+k")
        expect(area).to_have_value("zie [hier](https://)")
        assert chosen(area) == "https://"
        assert page.get_by_role("button", name="Vet").get_attribute("title") == "Vet (Ctrl+B)"


def test_several_lines_and_stars_that_are_there(site: Site) -> None:
    with site.browsing(site.add_person("Vera")) as page:
        page.goto("/discussies/nieuw")
        area = page.get_by_label("Tekst")
        area.fill("boven\neen\ntwee")
        select(area, "een\ntwee")
        page.get_by_role("button", name="Genummerde lijst").click()
        expect(area).to_have_value("boven\n\n1. een\n2. twee")
        page.get_by_role("button", name="Lijst", exact=True).click()
        expect(area).to_have_value("boven\n\n- een\n- twee")
        area.fill("**vet**")
        select(area, "vet")
        page.keyboard.press("Control+i")
        expect(area).to_have_value("***vet***")
        page.keyboard.press("Control+b")
        expect(area).to_have_value("*vet*")


def test_without_a_script_there_is_a_plain_field_with_an_explanation(site: Site) -> None:
    with site.browsing(site.add_person("Vera"), java_script_enabled=False, viewport=OVER) as page:
        page.goto("/discussies/nieuw")
        expect(page.get_by_role("toolbar")).to_have_count(0)
        page.get_by_text("Uitleg over opmaak").click()
        expect(page.get_by_text("een lijst met nummers")).to_be_visible()
        page.get_by_label("Titel").fill(title := f"Gewoon {secrets.token_hex(3)}")
        page.get_by_label("Tekst").fill("**vet**")
        page.get_by_role("button", name="Plaatsen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.locator(".kp-prose strong")).to_have_text("vet")


def put_in_words(page: Page, area: Locator) -> None:
    words = page.get_by_label("Wat staat er op de afbeelding?").first
    expect(words).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Vertel eerst kort")).to_be_visible()
    page.keyboard.type("Een rood vlak [klein]")
    page.keyboard.press("Enter")
    expect(area).to_be_focused()


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_in_the_text(site: Site, kind: str) -> None:
    with site.browsing(site.add_person("Vera"), viewport=OVER) as page:
        page.goto(site.item(DISCUSSION))
        area = page.get_by_label("Jouw reactie")
        area.fill("Kijk: ")
        area.press("End")
        give(area, kind, "vlak.png", "image/png", ICON)
        put_in_words(page, area)
        assert area.input_value().startswith("Kijk: ![Een rood vlak \\[klein\\]](/bestanden/")
        page.get_by_role("button", name="Reactie plaatsen").click()
        reply = page.locator(".kp-reply").last
        picture = reply.get_by_role("img", name="Een rood vlak [klein]")
        expect(picture).to_have_count(1)  # in the text, not once more among the files
        assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") == 8
        public_id = str(picture.get_attribute("src")).split("/")[2]
        rows = site.query(
            "select alt_text, reply_id is not null from attachments where public_id = ?", public_id
        )
        assert rows == [("Een rood vlak [klein]", 1)]


def test_what_is_no_picture_is_said_at_the_field_and_nothing_is_lost(site: Site) -> None:
    with site.browsing(site.add_person("Vera")) as page:
        page.goto("/discussies/nieuw")
        area = page.get_by_label("Tekst")
        area.fill("Mijn tekst")
        give(area, "drop", "plan.pdf", "application/pdf", b"%PDF-1.4")
        expect(page.get_by_role("alert")).to_contain_text("plan.pdf: In de tekst kan alleen een afbeelding")
        page.get_by_role("button", name="Weghalen").click()
        give(area, "paste", "nep.png", "image/png", b"dit is geen plaatje")
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_role("button", name="Weghalen").click()
        page.locator("[data-editor]").first.evaluate("editor => (editor.dataset.maxBytes = 10)")
        give(area, "paste", "groot.png", "image/png", ICON)
        expect(page.get_by_role("alert")).to_contain_text("groot.png: Dit bestand is te groot")
        page.get_by_role("button", name="Weghalen").click()
        page.route("**/bestanden", lambda route: route.fulfill(status=413, body="te groot"))
        page.locator("[data-editor]").first.evaluate("editor => (editor.dataset.maxBytes = 1e6)")
        give(area, "paste", "weg.png", "image/png", ICON)
        expect(page.get_by_role("alert")).to_contain_text("Het uploaden is niet gelukt")
        expect(area).to_have_value("Mijn tekst")


def test_a_picture_that_was_uploaded_but_not_put_in_the_text_goes_along(site: Site) -> None:
    """Sent without its words: the form comes back with the file, as it does without a script."""
    with site.browsing(site.add_person("Vera")) as page:
        page.goto(site.item(DISCUSSION))
        area = page.get_by_label("Jouw reactie")
        give(area, "paste", "vlak.png", "image/png", ICON)
        expect(page.get_by_label("Wat staat er op de afbeelding?").first).to_be_focused()
        area.fill("Mijn tekst")
        page.get_by_role("button", name="Reactie plaatsen").click()
        expect(page.locator("#fouten")).to_contain_text("Vertel bij elke afbeelding kort wat erop staat")
        expect(page.get_by_label("Jouw reactie")).to_have_value("Mijn tekst")
        expect(page.get_by_label("Wat staat er op vlak.webp?")).to_be_visible()
