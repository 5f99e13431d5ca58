"""What is there already, for who is about to write something new."""

from collections.abc import Sequence

from sqlalchemy.orm import joinedload

from forum.access import Reader, reader_labels, visible
from forum.core import kinds
from forum.core.item import Item, State
from forum.lib.db import db
from forum.search.current import the_engine
from forum.search.engine import Query
from forum.search.service import LONGEST_QUERY
from forum.search.standing import now

MOST = 5
LEAST_WORDS = 2


def similar(reader: Reader, title: str, but: Item | None = None) -> Sequence[Item]:
    """At most five published items that `reader` may read and that are about what `title` says, the nearest first.

    Groups are loaded. They share at least two words that count with it, so a title of one word finds nothing. `but`
    is the item that is being written again.
    """
    text = " ".join(title.split())[:LONGEST_QUERY]
    if len(text.split()) < LEAST_WORDS:
        return []
    own = {f"item:{but.id}"} if but else set()
    standing = now()
    query = Query(
        text=text.replace('"', " "),
        labels=reader_labels(reader),
        exclude_keys=standing.excluded | own,
        thesaurus=standing.thesaurus,
        kinds=frozenset(kind.code for kind in kinds.every()),
        limit=2 * MOST,
    )
    near = [hit.key for hit in the_engine().search(query).keys if len(hit.terms) >= LEAST_WORDS]
    ids = [int(key.partition(":")[2]) for key in near]
    if not ids:
        return []
    rows = visible(Item, reader).where(Item.id.in_(ids), Item.state == State.PUBLISHED)
    found = {row.id: row for row in db.session.scalars(rows.options(joinedload(Item.group)))}
    return [found[row_id] for row_id in ids if row_id in found][:MOST]
