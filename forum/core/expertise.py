"""What a person says they know much about."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Base, db


class Expertise(Base):
    """One subject of one person, as they spell it; it is part of their profile.

    `slug` is that of a theme with this name. There is no key to `themes`: naming one must neither make a theme, nor tell
    that there is one, nor follow where that theme goes in groups that the person knows nothing of (T28).
    """

    __tablename__ = "expertise"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(String(80))


def expertise_of(user_ids: Collection[int]) -> dict[int, list[Expertise]]:
    """What each of these people, who came through the door, knows much about; nothing for who named nothing."""
    found: dict[int, list[Expertise]] = defaultdict(list)
    query = select(Expertise).where(Expertise.user_id.in_(user_ids)).order_by(Expertise.name)
    for row in db.session.scalars(query):
        found[row.user_id].append(row)
    return found
