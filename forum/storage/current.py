"""The place for files of the present app."""

from flask import current_app

from forum.storage.local import LocalStorage
from forum.storage.store import Storage


def the_storage() -> Storage:
    """Where the files of this app are: a folder `files` below the data folder."""
    return LocalStorage(current_app.config["KENNISPLEIN"].folder("files"))
