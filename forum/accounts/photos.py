"""The photo of a person."""

from typing import BinaryIO

from sqlalchemy import select

from forum.core.user import User
from forum.lib.db import db
from forum.storage import chosen_pictures

LONGEST_SIDE = 320  # twice the largest face on a page, for sharp screens


def keep(source: BinaryIO) -> str:
    """Keep a photo of somebody; gives its checksum. Raises Invalid: see `storage.chosen_pictures`."""
    return chosen_pictures.keep(source, longest_side=LONGEST_SIDE)


def is_used(sha256: str) -> bool:
    """Whether somebody has the photo with this checksum: for housekeeping."""
    return db.session.scalar(select(User.id).where(User.photo_sha256 == sha256).limit(1)) is not None
