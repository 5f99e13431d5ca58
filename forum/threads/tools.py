"""What a script may do at the Markdown field of a form: addresses for templates/components/editor.html."""

from typing import Any

from flask import url_for

from forum.attachments import form_files
from forum.core.group import Group
from forum.core.item import Item
from forum.threads.blueprint import bp


@bp.app_context_processor
def _tools() -> dict[str, object]:
    """`writing_tools(group, item)`: for a new item in `group` (None: outside groups), or for a text on `item`."""
    return {"writing_tools": writing_tools}


def writing_tools(group: Group | None, item: Item | None = None) -> dict[str, Any]:
    """The addresses that the field of such a form talks to."""
    if item is not None:
        names = url_for("threads.mentionable_on", public_id=item.public_id)
    else:
        names = url_for("threads.mentionable", groep=group.address if group else None)
    return {
        "upload_url": url_for("attachments.upload"),
        "max_bytes": form_files.limit(),
        "mention_url": names,
    }
