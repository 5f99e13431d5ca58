"""Makes the pictures of the documentation anew: the demo community as it looks now, at 1280 and 360 px.

Usage, after `make setup`: .venv/bin/python scripts/pictures.py [NAME…]   (front-page, discussion, search, upload,
moderation, digest; without names: all). It starts a site of its own in a folder that is thrown away; it needs Chromium.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.setup import CHROMIUM  # noqa: E402 - the path to it is only known now
from tests.e2e.server import running  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SIZES = {"": (1280, 900), "-phone": (360, 740)}
COLOURS = 128

Draw = Callable[[Page, str], None]


def kennisplein(data: Path, url: str, *arguments: str) -> str:
    """What a command says about the site in `data`."""
    environ = {**os.environ, "KENNISPLEIN_DATA": str(data), "BASE_URL": url}
    command = [str(Path(sys.executable).parent / "kennisplein"), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def front_page(page: Page, url: str) -> None:
    page.goto(url)


def discussion(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("link", name="Hoe zorg je dat een gezin").first.click()


def search(page: Page, url: str) -> None:
    page.goto(f"{url}/zoeken?q=toestemming+ouders")


def upload(page: Page, url: str) -> None:
    page.goto(f"{url}/documenten/nieuw")


def moderation(page: Page, url: str) -> None:
    page.goto(f"{url}/moderatie")


# Name, who looks, and the way there.
PICTURES: dict[str, tuple[str | None, Draw]] = {
    "front-page": (None, front_page),
    "discussion": ("samira", discussion),
    "search": ("samira", search),
    "upload": ("samira", upload),
    "moderation": ("petra", moderation),
}


def sign_in(page: Page, data: Path, url: str, name: str) -> None:
    """Be this person of the demo community."""
    page.goto(kennisplein(data, url, "user", "sign-in-link", f"{name}@voorbeeld.nl"))
    page.get_by_role("main").get_by_role("button", name="Inloggen").click()
    page.wait_for_url(lambda address: "/aanmelden/" not in address)


def report_something(browser: Browser, data: Path, url: str) -> None:
    """A moderator needs something to look at."""
    page = browser.new_page()
    sign_in(page, data, url, "tom")
    for begin, reason in (
        ("Een leerling komt steeds te laat", "Hier is te herkennen om welk kind het gaat."),
        ("Elke brief aan een ouder", "Deze stelling staat er al, in andere woorden."),
    ):
        page.goto(f"{url}/zoeken?q={begin}")
        page.locator(".kp-results").get_by_role("link", name=begin).first.click()
        page.get_by_role("link", name="Misbruik melden").first.click()
        page.get_by_role("main").get_by_role("textbox").fill(reason)
        page.get_by_role("main").get_by_role("button", name="Melden").click()
        page.wait_for_load_state()
    page.close()


def keep(page: Page, name: str) -> None:
    """Write what the page shows, in few colours: small, and sharp enough for text."""
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(IMAGES / f"{name}.png", optimize=True)
    print(IMAGES / f"{name}.png")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without anybody's settings."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def main() -> int:
    """Make the pictures that are asked for."""
    wanted = sys.argv[1:] or [*PICTURES, "digest"]
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        data = Path(folder)
        with running(data, demo=True) as site:
            time.sleep(2)  # the worker tells who follows what
            if "moderation" in wanted:
                report_something(browser, data, site.url)
            letter = data / "digest.html"
            kennisplein(
                data, site.url, "digest", "preview", "samira@voorbeeld.nl", "--again", "--html", str(letter)
            )
            for suffix, (width, height) in SIZES.items():
                for name in wanted:
                    context = browser.new_context(
                        locale="nl-NL", viewport={"width": width, "height": height}, reduced_motion="reduce"
                    )
                    page = context.new_page()
                    if name == "digest":
                        page.goto(letter.as_uri())
                    else:
                        who, draw = PICTURES[name]
                        if who:
                            sign_in(page, data, site.url, who)
                        draw(page, site.url)
                    page.wait_for_load_state("networkidle")
                    keep(page, name + suffix)
                    context.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
