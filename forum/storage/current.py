"""The place for files of the present app."""

from typing import TYPE_CHECKING

from flask import current_app

from forum.config import Config
from forum.lib.later import later
from forum.storage.local import LocalStorage
from forum.storage.store import Storage

if TYPE_CHECKING:
    from forum.storage import remote
else:
    remote = later("forum.storage.remote")  # 5 MB, for who keeps files elsewhere

EXTENSION = "kennisplein-storage"


def the_storage() -> Storage:
    """Where the files of this app are: the folder `files` below the data folder, or object storage."""
    config: Config = current_app.config["KENNISPLEIN"]
    if config.object_storage is None:
        return LocalStorage(config.folder("files"))
    # Made once, at first use: it keeps connections, and threads that would not survive a fork.
    storage: Storage | None = current_app.extensions.get(EXTENSION)
    if storage is None:
        storage = current_app.extensions[EXTENSION] = remote.RemoteStorage(
            config.object_storage, config.folder("copies")
        )
    return storage
