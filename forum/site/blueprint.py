"""The pages of this room, split over views_*.py by noun."""

from flask import Blueprint

bp = Blueprint("site", __name__)
