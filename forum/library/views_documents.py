"""The list of the library; a document: its form, its page, the file itself."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, Reader, get_visible, require
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.core.group import Group
from forum.lib.errors import Invalid
from forum.lib.limits import limiter
from forum.lib.page_cache import shared
from forum.lib.pages import number_from
from forum.library import (
    duplicates,
    folders,
    posting,
    previews,
    queries,
    service,
    serving,
    uploads,
    views_receiving,
    wording,
)
from forum.library.blueprint import bp
from forum.library.forms import EditForm, UploadForm
from forum.library.models import Document, ExtractionState
from forum.library.standing import standing_of
from forum.threads import compose, pages, themes
from forum.threads.queries import get_item
from forum.threads.theme_lists import get_theme

# A text of so many characters does not push the reactions off the page.
SHORT = 2_000
SUGGESTED = 6
_YEAR = re.compile(r"[12][0-9]{3}")


@bp.get("/bibliotheek")
@everyone
@shared("groep", "thema", "jaar", "type", "map", "pagina")
def index() -> ResponseReturnValue:
    """Every document that this reader may read, by theme, group, organisation, year and type."""
    reader = current_reader()
    group = queries.get_group(reader, request.args["groep"]) if request.args.get("groep") else None
    wanted = request.args.get("thema")
    theme, theme_name = get_theme(reader, wanted) if wanted else (None, None)
    year = request.args.get("jaar", "")
    wish = queries.Wish(
        group=group,
        theme=theme,
        organisation=request.args.get("organisatie") if reader.signed_in else None,
        year=int(year) if _YEAR.fullmatch(year) else None,
        file_type=request.args.get("type"),
    )
    chosen = {
        "groep": group.address if group else None,
        "thema": theme.slug if theme else None,
        "organisatie": wish.organisation or None,
        "jaar": str(wish.year) if wish.year else None,
        "type": wish.file_type or None,
    }

    # A group that has folders begins with them; "alles" is what lies in them too.
    narrowed = any(value for name, value in chosen.items() if name != "groep")
    begins = group is not None and not narrowed and request.args.get("map") != "alles"
    shelf = folders.list_folders(reader, group) if group is not None and begins else []

    def address(**changed: Any) -> str:
        return url_for(".index", **{**chosen, **changed})

    listed = replace(wish, loose=bool(shelf))
    page = queries.list_documents(reader, listed, number_from(request.args.get("pagina")))
    facets = queries.list_facets(reader, wish)
    may_add = reader.signed_in and (group is None or group.id in reader.member_of)
    return render_template(
        "library/index.html",
        page=replace(page, address=lambda number: address(pagina=number, map=request.args.get("map"))),
        folders=shelf,
        everything_url=address(map="alles"),
        folders_url=url_for(".manage_folders", address=group.address)
        if group is not None and group.id in reader.manager_of
        else None,
        group=group,
        theme_name=theme_name,
        themes=_chips(queries.list_themes(reader, wish), "thema", chosen, address),
        groups=_chips([] if shelf else queries.list_groups(reader, wish), "groep", chosen, address),
        organisations=_chips(facets.organisations, "organisatie", chosen, address),
        years=_chips(facets.years, "jaar", chosen, address),
        file_types=_chips(facets.file_types, "type", chosen, address, wording.type_word),
        all_url=url_for(".index") if any(chosen.values()) else None,
        add_url=url_for(".new", groep=group.address if group else None) if may_add else None,
    )


def _chips(
    facets: Sequence[queries.Facet],
    name: str,
    chosen: dict[str, Any],
    address: Any,
    word: Callable[[str], str] = str,
) -> list[dict[str, Any]]:
    """Filters as links. Once one is chosen only that one is shown; its link leads back to all."""
    return [
        {
            "label": word(facet.name),
            "count": facet.count,
            "current": facet.key == chosen[name],
            "url": address(**{name: None if chosen[name] else facet.key}),
        }
        for facet in facets
    ]


@bp.route("/documenten/nieuw", methods=["GET", "POST"])
@signed_in
@limiter.limit("60/minute", methods=["POST"])
def new() -> ResponseReturnValue:
    """Upload a document."""
    form = UploadForm()
    views_receiving.receive(form)
    draft = compose.begin(form)
    compose.place(draft, kind="document")
    if draft.saved is not None:
        form.upload = uploads.held(draft.reader, "".join(draft.listed("held")))

    form.folder.choices = folders.choices(draft.reader, draft.group)
    if request.method == "GET":
        form.folder.data = request.args.get("map", "")
    twins = _twins(draft, form)

    def save() -> str:
        if twins:
            raise Invalid(_("Dit bestand staat er al. Gebruik dat, of upload het toch."), "file")
        made = posting.post(draft.reader, form, draft.group, draft.posting)
        return url_for(".page", public_id=made.public_id)

    hint = _theme_hint(draft.reader, draft.group)
    return compose.answer(draft, "library/new.html", save, theme_hint=hint, twins=twins)


def _twins(draft: compose.Draft, form: UploadForm) -> Sequence[Document]:
    """Documents with the very file that is being uploaded, as far as this reader may read them; none once they said
    that they want another one."""
    pressed = request.method == "POST" and draft.button == compose.POST
    if not pressed or form.upload is None or request.form.get("anyway"):
        return ()
    return duplicates.same_files(draft.reader, form.upload.sha256, draft.posting.public_id)


def _theme_hint(reader: Reader, group: Group | None) -> str:
    """How to write themes, with those that this reader knows already: they came through the door (T28)."""
    names = [facet.name for facet in queries.list_themes(reader, queries.Wish(group=group))[:SUGGESTED]]
    if not names:
        return _("Bijvoorbeeld: wachtlijsten, privacy. Zet er komma's tussen.")
    return _("Zet er komma's tussen. Al in gebruik: %(names)s.", names=", ".join(names))


@bp.get("/documenten/<public_id>")
@everyone
@shared("tekst", "deel", "pagina")
def page(public_id: str) -> ResponseReturnValue:
    """A document: what it is, the file, its text to read, and the thread.

    `?tekst=12` shows the part of the text with page 12 (a hit links to `?tekst=12#pagina-12`), `?deel=3` the
    third part.
    """
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    wanted = number_from(request.args["tekst"]) if "tekst" in request.args else None
    portion = queries.portion_of(reader, document, page=wanted, number=number_from(request.args.get("deel")))
    return pages.item_page(
        "library/page.html",
        document,
        document=document,
        facts=wording.facts(document),
        state=wording.state(document),
        portion=portion,
        has_text=document.extraction_state == ExtractionState.DONE,
        read_url=url_for(".read", public_id=public_id, pagina=wanted),
        not_all_seen=wording.not_all_seen(document, previews.MOST_PAGES),
        most_rows=previews.MOST_ROWS,
        most_columns=previews.MOST_COLUMNS,
        picture_url=lambda number: url_for(".picture", public_id=public_id, number=number),
        reading="tekst" in request.args or "deel" in request.args or _is_short(portion),
        edit_url=url_for(".edit", public_id=public_id),
        standing=standing_of(reader, document),
        portion_url=lambda number: url_for(".page", public_id=public_id, deel=number, _anchor="tekst"),
    )


def _is_short(portion: queries.Portion | None) -> bool:
    """Whether the text may stand open above the reactions without hiding them."""
    return (
        portion is not None and portion.total == 1 and sum(len(page.text) for page in portion.pages) < SHORT
    )


@bp.route("/documenten/<public_id>/bewerken", methods=["GET", "POST"])
@signed_in
def edit(public_id: str) -> ResponseReturnValue:
    """Change title, summary and themes."""
    form = EditForm()
    draft = compose.begin(form)
    document = get_item(Document, public_id, draft.reader)
    require(draft.reader, Action.ITEM_EDIT, document)
    compose.rewrite(draft, document)
    if request.method == "GET":
        form.title.data, form.summary.data = document.title, document.summary
        form.themes.data = ", ".join(themes.names_of(document))

    def save() -> str:
        service.edit_document(
            draft.reader,
            document,
            title=form.title.data or "",
            summary=form.summary.data or "",
            theme_names=form.theme_names(),
        )
        flash(_("Je aanpassingen zijn opgeslagen."), "success")
        return url_for(".page", public_id=public_id)

    return compose.answer(
        draft,
        "library/edit.html",
        save,
        document=document,
        crumbs=pages.crumbs(document, _("Aanpassen")),
        theme_hint=_theme_hint(draft.reader, document.group),
    )


@bp.get("/documenten/<public_id>/bestand")
@everyone
def file(public_id: str) -> ResponseReturnValue:
    """The file, for who may read the document at this moment; 404 for everybody else (T20)."""
    reader = current_reader()
    document = get_visible(Document, public_id, reader)
    return serving.download(reader, document.id, document, document.version_at or document.published_at)
