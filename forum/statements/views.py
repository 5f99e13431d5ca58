"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("statements", __name__)
