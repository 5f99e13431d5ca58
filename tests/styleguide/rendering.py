"""Writes the pages of the style guide."""

import json
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace as Thing

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from markupsafe import Markup, escape

from tests.styleguide import data

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "static" / "build"
PAGES = Path(__file__).parent / "pages"
ERRORS = ("400", "403", "404", "413", "429", "500", "expired")


def _ago(when: datetime) -> Markup:
    hours = round((data.NOW - when).total_seconds() / 3600)
    words = f"{hours} uur geleden" if hours < 24 else f"{hours // 24} dagen geleden"
    if hours < 0:
        words = f"over {-hours // 24} dagen"
    return Markup('<time datetime="{}">{}</time>').format(when.isoformat(), escape(words))


def _text(message: str, **values: object) -> str:
    return Markup(message) % values if values else message


def _plural(one: str, many: str, num: int, **values: object) -> str:
    chosen = one if num == 1 else many
    return Markup(chosen) % {"num": num, **values} if "%(" in chosen else chosen


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _size(number: int) -> str:
    return f"{number // 1024 // 1024} MB"


def environment(*, signed_in: bool = True) -> Environment:
    """Jinja with stand-ins for what the application gives its templates."""
    env = Environment(
        loader=ChoiceLoader([FileSystemLoader(PAGES), FileSystemLoader(ROOT / "templates")]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    manifest = BUILD / "manifest.json"
    built: dict[str, str] = json.loads(manifest.read_text()) if manifest.exists() else {}
    env.globals.update(
        _=_text,
        ngettext=_plural,
        asset=lambda name: f"/build/{built.get(name, name)}",
        has_endpoint=lambda name: True,
        photo_url=lambda public_id, checksum: None,
        url_for=lambda endpoint, **values: f"#{endpoint}",
        csrf_token=lambda: "token",
        config=Thing(KENNISPLEIN=Thing(upload_limit=50 * 1024 * 1024)),
        get_flashed_messages=lambda with_categories=False: [],
        get_locale=lambda: "nl",
        request=Thing(blueprint="timeline", endpoint="timeline.home", full_path="/gesprekken?", args={}),
        reader=Thing(signed_in=signed_in, user_id=1, role="member"),
        current_user=data.PEOPLE[0],
        unread_notifications=lambda: 3,
        shared=lambda *key, caller: caller(),
    )
    env.filters.update(ago=_ago, number=_number, size=_size, date=str)
    return env


def _context() -> dict[str, object]:
    wrong = data.ExampleForm(data={})
    wrong.validate()
    return {
        "rows": data.ROWS,
        "docs": data.DOCS,
        "groups": data.GROUPS,
        "statement": data.STATEMENT,
        "voted": data.VOTED,
        "poll": data.POLL,
        "polled": data.POLLED,
        "body": data.BODY,
        "replies": data.REPLIES,
        "form": wrong,
        "clean": data.ExampleForm(),
        "page": Thing(number=4, pages=12, has_prev=True, has_next=True, url=lambda n: f"?pagina={n}"),
    }


def write(folder: Path) -> list[str]:
    """Write every page into `folder`, with the built files beside them; returns the names of the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / "build"
    if not beside.exists():
        beside.symlink_to(BUILD)
    written = {}
    env = environment()
    for path in sorted(PAGES.glob("*.html")):
        written[path.stem] = env.get_template(path.name).render(_context())
    visitor = environment(signed_in=False)
    typed = {"visitor": True, "typed": ["Wat ik al had geschreven over de tolk."], "next_url": "/groepen"}
    for code in ERRORS:
        written[f"error-{code}"] = visitor.get_template(f"errors/{code}.html").render(typed)
    for name, html in written.items():
        (folder / f"{name}.html").write_text(html)
    return list(written)
