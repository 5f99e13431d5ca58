"""Pages of this room: the files whose views belong to its blueprint."""

from forum.library import (
    views_documents,
    views_folders,
    views_keeping,
    views_pictures,
    views_reading,
    views_sharing,
    views_versions,
)
from forum.library.blueprint import bp

__all__ = [
    "bp",
    "views_documents",
    "views_folders",
    "views_keeping",
    "views_pictures",
    "views_reading",
    "views_sharing",
    "views_versions",
]
