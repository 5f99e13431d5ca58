"""`python -m tests.styleguide FOLDER` writes the pages; `--shoot` takes pictures of them and runs axe."""

from pathlib import Path

import click
from playwright.sync_api import sync_playwright

from tests.plugins import services
from tests.plugins.browser import ARGUMENTS
from tests.styleguide import looking, rendering


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--shoot", is_flag=True, help="Take pictures, light and dark, and run axe.")
@click.option("--only", default="", help="Only pages with this in their name.")
@click.option("--widths", default="1280,360,320", help="Widths of the screen.")
def main(folder: Path, shoot: bool, only: str, widths: str) -> None:
    """Write the style guide into FOLDER."""
    names = [name for name in rendering.write(folder) if only in name]
    click.echo(f"{len(names)} pages in {folder}")
    if not shoot:
        return
    found = 0
    with sync_playwright() as playwright, looking.served(folder) as address:
        browser = playwright.chromium.launch(executable_path=services.chromium(), args=ARGUMENTS)
        for scheme in ("light", "dark"):
            for width in map(int, widths.split(",")):
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                for name in names:
                    page.goto(f"{address}/{name}.html", wait_until="networkidle")
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                    for complaint in looking.complaints(page):
                        found += 1
                        click.echo(f"{name} {width} {scheme}: {complaint}")
                page.close()
        browser.close()
    click.echo(f"{found} complaints")
    if found:
        raise SystemExit(1)


main()
