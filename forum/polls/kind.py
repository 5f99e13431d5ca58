"""What the rest of the house must know of polls."""

from collections import defaultdict
from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from forum.core.item import Item
from forum.core.kinds import Kind
from forum.lib.db import db
from forum.polls.models import Poll, PollOption
from forum.polls.posting import post, restored


def _searchable(item: Item) -> str:
    return "\n".join(option.label for option in item.options) if isinstance(item, Poll) else ""


def _options(numbers: Mapping[int, int]) -> dict[int, str]:
    """What can be chosen in each of these polls, for a fragment: one question for all of them."""
    query = select(PollOption.poll_id, PollOption.label).where(PollOption.poll_id.in_(numbers))
    found: dict[int, list[str]] = defaultdict(list)
    for row in db.session.execute(query.order_by(PollOption.poll_id, PollOption.position)):
        found[row.poll_id].append(row.label)
    return {poll_id: "\n".join(labels) for poll_id, labels in found.items()}


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
    passages_at=_options,
)
