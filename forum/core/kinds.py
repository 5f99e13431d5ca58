"""The registry of kinds. Nobody outside a room asks `if item.kind == "poll"`: ask here.

A room describes its kind in its `kind.py`; `forum/wiring.py` registers them all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum.core.item import Item


def _nothing(_item: Item) -> str:
    return ""


def _as_others(_item: Item) -> float:
    return 1.0


def _no_passages(_item: Item) -> Sequence[str]:
    return ()


def _none_of_them(_numbers: Mapping[int, int]) -> Mapping[int, str]:
    return {}


@dataclass(frozen=True)
class Posting:
    """What a form for a new item holds beside its fields: the audience, uploads by public id, and the id of the new row."""

    audience: str | None = None
    attachment_ids: Sequence[str] = ()
    public_id: str | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of content.

    `label`/`plural` are lazy translations. `icon` names an icon of the sprite. `page` is the endpoint of
    an item's page (argument `public_id`); `compose` that of the form for a new one (argument
    `group`, an address, may be left out), `edit` that of the form to write it again (`public_id`), when there is
    one. `restored(reader, fields)` is the form for a new one with what was kept of it, and `post(reader, form, group,
    posting)` makes the item that a valid form asks for, in a group that came through the door (None: outside groups);
    with both, it can be posted at a later time. `searchable(item)` is text beside title and body that search must
    know (options of a poll, the name of a file); `extra(item)` one short text for a list line, made from
    the item's own columns only; `file_type(item)` what sort of file it is ("PDF"), or "". `boost(item)` how much
    more (above 1) or less it counts in search than others that answer as well. `model` is the mapped class. `passages(item)` are the pages of an item, for
    the index; `passages_at` gives one page of each of many items that came through the door, {item id: number} to
    {item id: text}; `passage_url(item, number)` is the address of one of them, counted from 1.
    """

    code: str
    model: type[Item]
    label: object
    plural: object
    icon: str
    page: str
    compose: str
    edit: str | None = None
    restored: Callable[[Any, Any], Any] | None = None
    post: Callable[[Any, Any, Any, Posting], Item] | None = None
    searchable: Callable[[Item], str] = _nothing
    extra: Callable[[Item], str] = _nothing
    file_type: Callable[[Item], str] = _nothing
    boost: Callable[[Item], float] = _as_others
    passages: Callable[[Item], Sequence[str]] = _no_passages
    passages_at: Callable[[Mapping[int, int]], Mapping[int, str]] = _none_of_them
    passage_url: Callable[[Item, int], str] | None = None

    @property
    def shows_extra(self) -> bool:
        """Whether a list line of this kind needs columns of its own."""
        return self.extra is not _nothing


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make `kind` known. Raises ValueError when another one has its code."""
    if _kinds.get(kind.code, kind) != kind:
        raise ValueError(f"kind {kind.code!r} is registered already")
    _kinds[kind.code] = kind


def every() -> Iterator[Kind]:
    """All kinds, in the order in which they were registered."""
    return iter(_kinds.values())


def get(code: str) -> Kind:
    """The kind with this code. Raises KeyError when there is none."""
    return _kinds[code]


def find(code: str | None) -> Kind | None:
    """The kind with this code, or None."""
    return _kinds.get(code or "")


def of(item: Item) -> Kind:
    """The kind of `item`."""
    return _kinds[item.kind]
