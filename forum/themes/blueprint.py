"""The blueprint of this room; its views are in two files."""

from flask import Blueprint

bp = Blueprint("themes", __name__)
