"""The blueprint that the view files of this room share."""

from flask import Blueprint

bp = Blueprint("administration", __name__)
