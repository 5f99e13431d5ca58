"""What the rest of the house must know of documents."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import lazy_gettext as _

from forum.core.item import Item
from forum.core.kinds import Kind
from forum.library import reading, rules, wording
from forum.library.models import Document
from forum.library.posting import post, restored


def _searchable(item: Item) -> str:
    """The name of the file as words."""
    return rules.title_from(item.filename) if isinstance(item, Document) else ""


def _extra(item: Item) -> str:
    return wording.in_line(item) if isinstance(item, Document) else ""


def _file_type(item: Item) -> str:
    return item.type_label if isinstance(item, Document) else ""


def _boost(item: Item) -> float:
    return (
        rules.boost(wording.holds(item), item.verified_at is not None) if isinstance(item, Document) else 1.0
    )


def _passages(item: Item) -> Sequence[str]:
    return reading.texts(item.id) if isinstance(item, Document) else ()


def _passage_url(item: Item, number: int) -> str:
    return url_for("library.page", public_id=item.public_id, tekst=number, _anchor=f"pagina-{number}")


KIND = Kind(
    code="document",
    model=Document,
    label=_("Document"),
    plural=_("Documenten"),
    icon="kind-document",
    page="library.page",
    compose="library.new",
    edit="library.edit",
    restored=restored,
    post=post,
    searchable=_searchable,
    extra=_extra,
    file_type=_file_type,
    boost=_boost,
    passages=_passages,
    passages_at=reading.pages_at,
    passage_url=_passage_url,
)
