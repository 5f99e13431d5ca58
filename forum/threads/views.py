"""Pages of this room: the files whose views belong to its blueprint."""

from forum.threads import (
    tools,
    views_drafts,
    views_items,
    views_mentions,
    views_moving,
    views_removal,
    views_replies,
    views_revisions,
    views_sheets,
    views_similar,
)
from forum.threads.blueprint import bp

__all__ = [
    "bp",
    "tools",
    "views_drafts",
    "views_items",
    "views_mentions",
    "views_moving",
    "views_removal",
    "views_replies",
    "views_revisions",
    "views_sheets",
    "views_similar",
]
