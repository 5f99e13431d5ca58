"""What the frame of every page shows of the site: its name, its menu, its own pages."""

from dataclasses import dataclass
from typing import Any

from flask import Flask

from forum.core import setting
from forum.lib import fragments
from forum.mail.rendering import dress
from forum.site import logo, standard
from forum.site.logo import Logo
from forum.site.models import Place

SHORTEST_WORD = 4


@dataclass(frozen=True)
class Face:
    """`menu` and `footer` hold (word, address)."""

    name: str
    lead: str
    menu: tuple[tuple[str, str], ...]
    footer: tuple[tuple[str, str], ...]
    pages: tuple[tuple[str, str], ...]
    logo: Logo | None
    logo_dark: Logo | None
    style: str

    def pages_about(self, typed: str) -> list[tuple[str, str]]:
        """The pages of the site whose title starts a word with a word of `typed`: for who searches "privacy"."""
        words = [word for word in typed.lower().split() if len(word) >= SHORTEST_WORD]
        return [
            (title, address)
            for title, address in self.pages
            if any(
                part.startswith(word) or word.startswith(part)
                for part in title.lower().split()
                if len(part) >= SHORTEST_WORD
                for word in words
            )
        ]


def face() -> Face:
    """The face of the site now. Asks nothing beyond the settings, which are read once."""
    pages = _pages()
    return Face(
        name=setting.get("name"),
        lead=setting.get("lead"),
        menu=(*_at(Place.MENU, pages), *((word, address) for word, address in setting.get("menu"))),
        footer=_at(Place.FOOTER, pages),
        pages=tuple((title, address) for title, address, _place in pages),
        logo=logo.current(),
        logo_dark=logo.current(logo.DARK),
        style=setting.get("style"),
    )


def _pages() -> list[tuple[str, str, str]]:
    """Title, address and place of each page, those that every site has first."""
    written = {slug: (title, place) for slug, title, place in setting.get("pages")}
    slugs = [*standard.TITLES, *(slug for slug in written if slug not in standard.TITLES)]
    return [
        (title, standard.ADDRESS + slug, place)
        for slug in slugs
        for title, place in [written.get(slug) or (str(standard.TITLES[slug]), Place.FOOTER.value)]
    ]


def _at(place: Place, pages: list[tuple[str, str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((title, address) for title, address, where in pages if where == place)


def install(app: Flask) -> None:
    """Give pages `site`, and mails the name and the logo of the site."""

    @app.context_processor
    def _context() -> dict[str, Any]:
        return {"site": fragments.remembered("face of the site", face)}

    dress(app, lambda: str(setting.get("name")), logo.for_mail)
