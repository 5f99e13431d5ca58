"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("timeline", __name__)
