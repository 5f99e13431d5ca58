"""A folder of a group, in which its documents lie."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.item import Audience
from forum.lib import clock, ids
from forum.lib.db import Base, UtcDateTime


class Folder(Base):
    """A place in a group, in an order that its managers choose.

    GROUP: for who can read the group. MEMBERS: for its members only, and so is all that lies in it: a document in such a
    folder has that audience too.
    """

    __tablename__ = "folders"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    audience: Mapped[Audience] = mapped_column(String(12), default=Audience.GROUP)
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
