"""What a person says they know much about: themes, as that person spells them."""

from collections.abc import Iterable

from sqlalchemy import delete

from forum.core.expertise import Expertise, expertise_of
from forum.core.user import User
from forum.lib.db import db, flush
from forum.threads import rules

MOST = 8


def names_of(person: User) -> list[str]:
    """What somebody who came through the door knows much about, as they spelled it."""
    return [row.name for row in expertise_of([person.id]).get(person.id, [])]


def put(person: User, names: Iterable[str]) -> None:
    """Let `person` know much about exactly these themes.

    Raises:
        Invalid: a name is too long, or there are too many. Its field is "themes".
    """
    wanted = rules.themes(names, most=MOST)
    db.session.execute(delete(Expertise).where(Expertise.user_id == person.id))
    db.session.add_all(Expertise(user_id=person.id, slug=slug, name=name) for slug, name in wanted.items())
    flush()
