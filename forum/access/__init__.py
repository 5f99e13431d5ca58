"""The permission room: the one door to content. See docs/access.md."""

from forum.access.actions import Action
from forum.access.door import (
    count_visible,
    find_visible,
    get_group_at,
    get_visible,
    is_visible,
    opened_by_look,
    visible,
)
from forum.access.policy import may, require
from forum.access.read_rule import labels_of, reader_labels
from forum.access.reader import ANONYMOUS, Reader, reader_for, reader_with
from forum.access.standing import Standing, standing_to

__all__ = [
    "ANONYMOUS",
    "Action",
    "Reader",
    "Standing",
    "count_visible",
    "find_visible",
    "get_group_at",
    "get_visible",
    "is_visible",
    "labels_of",
    "may",
    "opened_by_look",
    "reader_for",
    "reader_labels",
    "reader_with",
    "require",
    "standing_to",
    "visible",
]
