"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("groups", __name__)
