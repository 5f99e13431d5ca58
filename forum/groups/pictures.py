"""The picture of a group."""

from typing import BinaryIO

from sqlalchemy import select

from forum.core.group import Group
from forum.lib.db import db
from forum.storage import chosen_pictures

LONGEST_SIDE = 1200


def keep(source: BinaryIO) -> str:
    """Keep a picture for a group; gives its checksum. Raises Invalid: see `storage.chosen_pictures`."""
    return chosen_pictures.keep(source, longest_side=LONGEST_SIDE)


def is_used(sha256: str) -> bool:
    """Whether a group has the picture with this checksum: for housekeeping."""
    query = select(Group.id).where(Group.picture_sha256 == sha256)  # door: housekeeping
    return db.session.scalar(query.limit(1)) is not None
