"""Secret folders of groups: planted beside the other canaries."""

from collections.abc import Callable, Sequence

from forum.core.folder import Folder
from forum.core.item import Audience, Item, State
from forum.lib.db import db
from forum.library.models import Document
from tests.world import World


def plant_folders(world: World, items: Sequence[Item], word: Callable[[], str]) -> list[str]:
    """A folder in each group for its members only, with a document when there is one; their public ids."""
    planted = []
    for group, audience in (
        (world.open_group, Audience.MEMBERS),
        (world.closed_group, Audience.GROUP),
        (world.hidden_group, Audience.GROUP),
    ):
        folder = Folder(group_id=group.id, name=f"Map {word()}", audience=audience)
        db.session.add(folder)
        db.session.flush()
        planted.append(folder.public_id)
        for item in items:
            if isinstance(item, Document) and item.group_id == group.id and item.state == State.PUBLISHED:
                item.folder_id = folder.id
    return planted
