"""The blueprint of this room; its views stand in several files."""

from flask import Blueprint

bp = Blueprint("library", __name__)
