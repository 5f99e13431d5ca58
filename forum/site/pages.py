"""Read and write the pages of the site itself."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from slugify import slugify
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.access import Action, Reader, require
from forum.core import setting
from forum.core.security_event import record
from forum.core.user import User
from forum.lib import clock, markup
from forum.lib.db import attempt, db, flush
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import LONGEST_BODY, one_line, tidy
from forum.site import standard
from forum.site.models import Place, SitePage, SitePageVersion

LONGEST_TITLE = 100
LONGEST_SLUG = 60
MOST_PAGES = 30
RESERVED = frozenset({"nieuw"})  # the address of the form for a new one


@dataclass(frozen=True)
class Shown:
    """A page as people read it. `written` is False while it is a text of ours to start from; then
    `updated_at` is None and `number` 0."""

    slug: str
    title: str
    body_source: str
    body_html: str
    place: Place
    number: int
    updated_at: datetime | None

    @property
    def written(self) -> bool:
        return self.number > 0

    @property
    def removable(self) -> bool:
        """The pages that every site has stay; they can be linked nowhere."""
        return self.written and self.slug not in standard.TITLES


@dataclass(frozen=True)
class Version:
    """A text as `editor` saved it."""

    number: int
    title: str
    body_html: str
    editor: str
    created_at: datetime


def get_page(slug: str) -> Shown:
    """The page with this name in its address: for everybody. Raises NotFound."""
    row = _find(slug)
    if row is not None:
        return Shown(
            row.slug, row.title, row.body_source, row.body_html, Place(row.place), row.number, row.updated_at
        )
    if slug not in standard.TITLES:
        raise NotFound
    language = setting.get("language")
    return Shown(
        slug,
        str(standard.TITLES[slug]),
        standard.starter(slug, language),
        standard.starter_html(slug, language),
        Place.FOOTER,
        0,
        None,
    )


def list_pages() -> list[Shown]:
    """All pages: those that every site has, then the others by title."""
    own = db.session.scalars(select(SitePage.slug).order_by(SitePage.title)).all()
    return [
        get_page(slug) for slug in (*standard.TITLES, *(slug for slug in own if slug not in standard.TITLES))
    ]


def list_versions(reader: Reader, slug: str) -> list[Version]:
    """Every text that a page had, newest first.

    Raises:
        Forbidden: `reader` is no administrator.
        NotFound: there is no such page.
    """
    require(reader, Action.SITE_ADMINISTER)
    page = get_page(slug)
    query = (
        select(SitePageVersion, User.name)
        .join(SitePage, SitePage.id == SitePageVersion.page_id)
        .outerjoin(User, User.id == SitePageVersion.editor_id)
        .where(SitePage.slug == page.slug)
        .order_by(SitePageVersion.number.desc())
    )
    return [
        Version(
            row.number, row.title, markup.render(row.body_source).html, name or _("Iemand"), row.created_at
        )
        for row, name in db.session.execute(query)
    ]


def add_page(reader: Reader, *, title: str | None, body: str | None, place: str | None) -> Shown:
    """Make a page; its address follows from its title. The same once more: the page that was made then.

    Raises:
        Forbidden: `reader` is no administrator.
        Invalid: title, text or place cannot be used, or there is such a page.
    """
    require(reader, Action.SITE_ADMINISTER)
    heading, text = _checked(title, body)
    slug = slugify(heading, max_length=LONGEST_SLUG, word_boundary=True)
    if not slug or slug in RESERVED:
        raise Invalid(_("Kies een andere titel."), "title")
    if slug in standard.TITLES:
        raise Invalid(_("Deze pagina is er al. Pas die pagina aan."), "title")
    existing = _find(slug)
    if existing is not None:
        if (existing.title, existing.body_source) == (heading, text):
            return get_page(slug)  # a double click
        raise Invalid(_("Er is al een pagina met deze titel. Kies een andere titel."), "title")
    if len(setting.get("pages")) >= MOST_PAGES:
        raise Invalid(_("Er zijn al %(most)d eigen pagina's. Verwijder er eerst een.", most=MOST_PAGES))
    return _save(reader, slug, heading, text, _place(place))


def change_page(
    reader: Reader, slug: str, *, title: str | None, body: str | None, place: str | None, number: int
) -> Shown:
    """Write a new version of a page; `number` is that of the version that `reader` had before them.

    Raises:
        Forbidden: `reader` is no administrator.
        NotFound: there is no such page.
        Invalid: title, text or place cannot be used, or somebody else wrote a version meanwhile.
    """
    require(reader, Action.SITE_ADMINISTER)
    before = get_page(slug)
    heading, text = _checked(title, body)
    chosen = _place(place)
    if before.written and (before.title, before.body_source, before.place) == (heading, text, chosen):
        return before
    if before.number != number:
        raise Invalid(
            _(
                "Iemand anders paste deze pagina net aan. Bekijk de versies. Sla je nu op, dan geldt jouw tekst."
            ),
            "body",
        )
    return _save(reader, slug, heading, text, chosen)


def remove_page(reader: Reader, slug: str) -> None:
    """Take a page away, with its versions.

    Raises:
        Forbidden: `reader` is no administrator.
        NotFound: there is no such page, or every site has it.
    """
    require(reader, Action.SITE_ADMINISTER)
    row = _find(slug)
    if row is None or not get_page(slug).removable:
        raise NotFound
    db.session.delete(row)
    flush()
    record("page-removed", None, row.title, by=reader.user_id)
    _note_links()


def _find(slug: str) -> SitePage | None:
    return db.session.scalars(select(SitePage).where(SitePage.slug == slug)).one_or_none()


def _save(reader: Reader, slug: str, title: str, text: str, place: Place) -> Shown:
    row = _find(slug) or SitePage(slug=slug, number=0)
    row.title, row.body_source, row.place = title, text, place
    row.body_html = markup.render(text).html
    row.renderer_version = markup.RENDERER_VERSION
    row.number += 1
    row.updated_at = clock.now()
    try:
        with attempt():
            db.session.add(row)
            flush()
            db.session.add(
                SitePageVersion(
                    page_id=row.id, number=row.number, title=title, body_source=text, editor_id=reader.user_id
                )
            )
            flush()
    except IntegrityError as error:  # written at the same moment by somebody else
        raise Invalid(
            _("Iemand anders paste deze pagina net aan. Probeer het nog een keer."), "body"
        ) from error
    record("page-changed", None, title, by=reader.user_id)
    _note_links()
    return get_page(slug)


def _note_links() -> None:
    """Keep slugs, titles and places among the settings, so that the frame of a page asks no second query."""
    rows = db.session.execute(select(SitePage.slug, SitePage.title, SitePage.place).order_by(SitePage.title))
    setting.put("pages", [[slug, title, str(place)] for slug, title, place in rows])


def _checked(title: str | None, body: str | None) -> tuple[str, str]:
    heading, text = one_line(title or ""), tidy(body or "")
    if not heading:
        raise Invalid(_("Geef de pagina een titel."), "title")
    if len(heading) > LONGEST_TITLE:
        raise Invalid(_("Dit is te lang. Gebruik hoogstens %(max)d tekens.", max=LONGEST_TITLE), "title")
    if not text:
        raise Invalid(_("Schrijf de tekst van de pagina."), "body")
    if len(text) > LONGEST_BODY:
        raise Invalid(_("Dit is te lang. Gebruik hoogstens %(max)d tekens.", max=LONGEST_BODY), "body")
    return heading, text


def _place(place: str | None) -> Place:
    if place not in list(Place):
        raise Invalid(_("Maak een keuze."), "place")
    return Place(place)
