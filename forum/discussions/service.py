"""Start a discussion, and write it again."""

from collections.abc import Collection, Iterable

from forum.access import Reader
from forum.core.group import Group
from forum.discussions.models import Discussion
from forum.threads import rules, writing


def start_discussion(
    reader: Reader,
    *,
    title: str,
    body: str,
    group: Group | None = None,
    audience: str | None = None,
    theme_names: Iterable[str] = (),
    attachment_ids: Collection[str] = (),
    public_id: str | None = None,
) -> Discussion:
    """A new discussion by `reader`; the arguments are those of `forum.threads.writing.publish`.

    Raises:
        Forbidden: `reader` may not write in this place.
        Invalid: title, text, audience, themes or files cannot be used.
    """
    rules.body(body, required=True)
    discussion = Discussion(public_id=public_id) if public_id else Discussion()
    return writing.publish(
        reader,
        discussion,
        title=title,
        body=body,
        group=group,
        audience=audience,
        theme_names=theme_names,
        attachment_ids=attachment_ids,
    )


def edit_discussion(
    reader: Reader,
    discussion: Discussion,
    *,
    title: str,
    body: str,
    audience: str | None = None,
    theme_names: Iterable[str] | None = None,
    attachment_ids: Collection[str] = (),
    detach_ids: Collection[str] = (),
) -> None:
    """Write a discussion again; it came through the door with its group loaded.

    Raises:
        Forbidden: `reader` may not edit it.
        Invalid: title, text, audience, themes or files cannot be used.
    """
    rules.body(body, required=True)
    writing.edit(
        reader,
        discussion,
        title=title,
        body=body,
        summary=discussion.summary,
        audience=audience,
        group=discussion.group,
        theme_names=theme_names,
        attachment_ids=attachment_ids,
        detach_ids=detach_ids,
    )
