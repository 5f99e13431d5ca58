"""What the rest of the house must know of documents."""

from flask_babel import lazy_gettext as _

from forum.core.item import Item
from forum.core.kinds import Kind
from forum.library import reading, rules, wording
from forum.library.models import Document


def _searchable(item: Item) -> str:
    """The name of the file as words, and its whole text."""
    if not isinstance(item, Document):
        return ""
    return "\n\n".join([rules.title_from(item.filename), *reading.texts(item.id)])


def _extra(item: Item) -> str:
    return wording.facts(item) if isinstance(item, Document) else ""


KIND = Kind(
    code="document",
    model=Document,
    label=_("Document"),
    plural=_("Documenten"),
    icon="kind-document",
    page="library.page",
    compose="library.new",
    searchable=_searchable,
    extra=_extra,
)
