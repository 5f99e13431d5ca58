"""Pages of this room."""

from flask import Blueprint

bp = Blueprint("threads", __name__)
