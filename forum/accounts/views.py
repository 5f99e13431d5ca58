"""Pages of this room, cut by subject."""

from forum.accounts import (
    views_address,
    views_closing,
    views_directory,
    views_local_mail,
    views_people,
    views_programs,
    views_second_factor,
    views_sessions,
    views_sign_in,
)
from forum.accounts.blueprint import bp

__all__ = [
    "bp",
    "views_address",
    "views_closing",
    "views_directory",
    "views_local_mail",
    "views_people",
    "views_programs",
    "views_second_factor",
    "views_sessions",
    "views_sign_in",
]
