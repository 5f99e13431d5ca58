"""The addresses below /api/v1, cut by noun."""

from forum.api import (
    headers,
    views_attachments,
    views_documents,
    views_groups,
    views_items,
    views_mine,
    views_reader,
    views_replies,
    views_search,
    views_votes,
)
from forum.api.blueprint import bp

__all__ = [
    "bp",
    "headers",
    "views_attachments",
    "views_documents",
    "views_groups",
    "views_items",
    "views_mine",
    "views_reader",
    "views_replies",
    "views_search",
    "views_votes",
]
