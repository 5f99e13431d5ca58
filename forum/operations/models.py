"""Signs of life."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.content_version import UNSEEN
from forum.lib.db import Base, UtcDateTime


class Heartbeat(Base):
    """When the process called `name` last said that it is alive. Not part of a backup."""

    __tablename__ = "heartbeats"
    __table_args__ = {"info": UNSEEN}

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
