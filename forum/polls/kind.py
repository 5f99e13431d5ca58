"""What the rest of the house must know of polls."""

from flask_babel import lazy_gettext as _

from forum.core.item import Item
from forum.core.kinds import Kind
from forum.polls.models import Poll
from forum.polls.posting import post, restored


def _searchable(item: Item) -> str:
    return "\n".join(option.label for option in item.options) if isinstance(item, Poll) else ""


KIND = Kind(
    code="poll",
    model=Poll,
    label=_("Peiling"),
    plural=_("Peilingen"),
    icon="kind-poll",
    page="polls.page",
    compose="polls.new",
    edit="polls.edit",
    restored=restored,
    post=post,
    searchable=_searchable,
)
