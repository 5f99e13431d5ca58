"""The list of themes, and the page of one."""

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.access import Action, may
from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.core import kinds
from forum.following.service import is_following
from forum.lib.errors import NotFound
from forum.lib.pages import number_from
from forum.themes import queries, views_merging  # noqa: F401  its routes
from forum.themes.blueprint import bp
from forum.threads import theme_lists
from forum.threads.lines import list_lines

__all__ = ["bp"]
PER_PAGE = 60
DOCUMENTS = "document"  # the kind that has a box of its own beside the list


@bp.get("/themas")
@everyone
def index() -> ResponseReturnValue:
    """The themes of what this reader may read, those with most in them first."""
    page = theme_lists.list_themes(
        current_reader(), page=number_from(request.args.get("pagina")), per_page=PER_PAGE
    )
    page = replace(page, address=lambda number: url_for("themes.index", pagina=number))
    return render_template("themes/index.html", page=page)


@bp.get("/themas/<slug>")
@everyone
def page(slug: str) -> ResponseReturnValue:
    """What this reader may read about a theme, across groups and kinds. `?soort=` narrows it, `?volgorde=nieuw`
    puts what was published last on top."""
    reader = current_reader()
    found = theme_lists.find_theme(reader, slug)
    if found is None:
        return _gone_to(slug)
    theme, name = found
    kind = kinds.find(request.args.get("soort"))
    newest_first = request.args.get("volgorde") == "nieuw"
    number = number_from(request.args.get("pagina"))
    counts = queries.count_kinds(reader, theme)
    lines = list_lines(
        reader,
        theme_id=theme.id,
        kinds=[kind.code] if kind else None,
        order="new" if newest_first else "active",
        page=number,
        total=sum(count for known, count in counts if kind in (None, known)),
    )

    def address(soort: str | None, order: str | None, pagina: int | None = None) -> str:
        return url_for("themes.page", slug=theme.slug, soort=soort, volgorde=order, pagina=pagina)

    code, order = kind.code if kind else None, "nieuw" if newest_first else None
    lines = replace(lines, address=lambda n: address(code, order, n))
    has_documents = kind is None and any(known.code == DOCUMENTS for known, _number in counts)
    return render_template(
        "themes/page.html",
        theme=theme,
        name=name,
        lines=lines,
        kind=kind,
        counts=counts,
        order=order,
        url_of=address,
        documents=(
            list_lines(reader, theme_id=theme.id, kinds=[DOCUMENTS], order="new", per_page=4, total=4).items
            if has_documents and len(counts) > 1
            else []
        ),
        following=is_following(reader, theme),
        may_follow=may(reader, Action.THEME_FOLLOW, theme),
        may_merge=may(reader, Action.THEME_MERGE, theme),
    )


def _gone_to(slug: str) -> ResponseReturnValue:
    merged = theme_lists.find_merged(current_reader(), slug)
    if merged is None:
        raise NotFound
    return redirect(url_for("themes.page", slug=merged.slug), 302)
