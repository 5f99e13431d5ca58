"""One search for one reader: ask the index with their labels, load the hits through the door, show why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import joinedload, selectin_polymorphic

from forum.access import Reader, reader_labels, visible
from forum.access.audience import badge
from forum.core import kinds
from forum.core.expertise import Expertise, expertise_of
from forum.core.group import Group, Preset
from forum.core.item import Audience, Item, Reply, State
from forum.core.user import User
from forum.lib import clock, markup
from forum.lib.db import db
from forum.lib.pages import PER_PAGE, offset
from forum.search.choices import Facet, facets_of
from forum.search.current import the_engine
from forum.search.engine import Hit, Query
from forum.search.evaluate import Ask
from forum.search.fragments import Marker
from forum.search.narrowing import Narrowing
from forum.search.standing import now

LONGEST_QUERY = 200
M = TypeVar("M")


@dataclass(frozen=True)
class Result:
    """One hit, as a list line shows it and the API tells it. `snippet` is safe HTML with <mark>."""

    key: str
    public_id: str
    kind: str
    title: str
    url: str
    snippet: Markup
    page: int | None
    page_url: str | None
    author_name: str
    author_public_id: str
    group_name: str | None
    group_url: str | None
    group_address: str | None
    published_at: datetime | None
    last_activity_at: datetime | None
    reply_count: int
    audience_label: str
    audience_icon: str
    extra: str
    item: Item | None = None
    unread: bool = False
    pinned: bool = False
    summary: str = ""
    author_photo: str | None = None
    group_colour: str | None = None
    where: str = ""  # in which part it was found, when the snippet does not show it


@dataclass(frozen=True)
class Results:
    """An answer. `total` and the counts of `facets` are over what this reader may read; `best` is what editors put
    above it."""

    text: str
    total: int
    best: Sequence[Result]
    items: Sequence[Result]
    facets: Sequence[Facet]
    suggestion: str | None
    page: int


EVERYTHING = Narrowing()


def search(
    reader: Reader,
    text: str,
    *,
    narrowing: Narrowing = EVERYTHING,
    without: tuple[str, ...] = (),
    facets: bool = False,
    page: int = 1,
) -> Results:
    """Everything that `reader` may read and that answers `text`: words, and "phrases" in double quotes.

    `narrowing` holds what else they chose, `without` words that no answer may hold. Longer texts are cut at 200
    characters. Without words, it is all that they chose, the newest first. `facets`: count what could be chosen.
    """
    text = " ".join(text.split())[:LONGEST_QUERY]
    standing = now(text)
    hits = the_engine().search(
        Query(
            text=text,
            labels=reader_labels(reader),
            exclude_keys=standing.excluded,
            without=without,
            thesaurus=standing.thesaurus,
            facets=facets,
            own_groups=reader.member_of,
            today=clock.local(clock.now()).date(),
            offset=offset(page),
            limit=PER_PAGE,
            **narrowing.of_query(),
        )
    )
    # What was put above this question, for who only typed it: no filter leaves it out by accident.
    bets = standing.bets if page == 1 and narrowing == EVERYTHING and not without else ()
    best = [key for key in (f"item:{item_id}" for item_id in bets) if key not in standing.excluded]
    wanted = [*(Hit(key, 0.0) for key in best), *(hit for hit in hits.keys if hit.key not in best)]
    results = _load(reader, wanted, Marker(text, standing.thesaurus))
    return Results(
        text=text,
        total=hits.total,
        best=[one for one in results if one.key in best and one.item and one.item.state == State.PUBLISHED],
        items=[one for one in results if one.key not in best],
        facets=facets_of(reader, hits, narrowing) if facets else (),
        suggestion=hits.suggestion,
        page=page,
    )


def asking(reader: Reader) -> Ask:
    """What asks a question as `search` does for `reader`, and gives keys of the index only: to measure search."""
    labels, standing = reader_labels(reader), now()
    today = clock.local(clock.now()).date()

    def ask(text: str, limit: int) -> list[str]:
        words = " ".join(text.split())[:LONGEST_QUERY]
        query = Query(
            text=words,
            labels=labels,
            exclude_keys=standing.excluded,
            thesaurus=standing.thesaurus,
            own_groups=reader.member_of,
            today=today,
            limit=limit,
        )
        return [hit.key for hit in the_engine().search(query).keys]

    return ask


def _load(reader: Reader, hits: Sequence[Hit], marker: Marker) -> list[Result]:
    """The hits that come through the door now, in their order."""
    ids: dict[str, list[int]] = {"item": [], "reply": [], "group": [], "user": []}
    for hit in hits:
        subject, _colon, number = hit.key.partition(":")
        ids[subject].append(int(number))
    # Columns of a kind's own table come along for all hits together, not one by one.
    own = [kind.model for kind in kinds.every() if kind.shows_extra]
    with_all = (joinedload(Item.author), joinedload(Item.group), selectin_polymorphic(Item, own))
    replies = _rows(reader, Reply, ids["reply"], joinedload(Reply.author))
    parents = [reply.item_id for reply in replies.values()]
    items = _rows(reader, Item, [*ids["item"], *parents], *with_all)
    groups = _rows(reader, Group, ids["group"])
    users = _rows(reader, User, ids["user"])
    expertise = expertise_of(users) if users else {}
    passages = _passages(items, {int(hit.key.partition(":")[2]): hit.passage for hit in hits if hit.passage})
    results: list[Result] = []
    for hit in hits:
        subject, _colon, number = hit.key.partition(":")
        row_id = int(number)
        if subject == "item" and row_id in items:
            results.append(_of_item(hit, items[row_id], passages.get(row_id, ""), marker))
        elif subject == "reply" and row_id in replies and replies[row_id].item_id in items:
            results.append(_of_reply(hit.key, replies[row_id], items[replies[row_id].item_id], marker))
        elif subject == "group" and row_id in groups:
            results.append(_of_group(hit.key, groups[row_id], marker))
        elif subject == "user" and row_id in users:
            results.append(_of_user(hit.key, users[row_id], expertise.get(row_id, []), marker))
    return results


def _rows(reader: Reader, model: type[M], ids: Sequence[int], *options: Any) -> dict[int, M]:
    if not ids:
        return {}
    target: Any = model
    rows = db.session.scalars(visible(model, reader).where(target.id.in_(ids)).options(*options))
    return {row.id: row for row in rows}  # type: ignore[attr-defined]


def _place(item: Item) -> dict[str, Any]:
    group: Group | None = item.group
    label, icon = badge(Audience(item.audience), group)
    return {
        "group_name": group.name if group else None,
        "group_colour": group.colour if group else None,
        "group_url": url_for("groups.page", address=group.address) if group else None,
        "group_address": group.address if group else None,
        "audience_label": label,
        "audience_icon": icon,
    }


def _passages(items: Mapping[int, Item], numbers: Mapping[int, int]) -> dict[int, str]:
    """The text of the passage that was found in each item, or of its first: one question for each kind that has
    any."""
    wanted: dict[str, dict[int, int]] = defaultdict(dict)
    for row_id, item in items.items():
        wanted[item.kind][row_id] = numbers.get(row_id, 1)
    found: dict[int, str] = {}
    for code, pages in wanted.items():
        found |= kinds.get(code).passages_at(pages)
    return found


def _of_item(hit: Hit, item: Item, passage: str, marker: Marker) -> Result:
    kind = kinds.of(item)
    # The index may be of before another file came: a page that is not there is not shown.
    page = hit.passage if passage else None
    source = passage
    if page is None:
        source = "\n".join(filter(None, (item.summary, markup.from_html(item.body_html), passage)))
        source = source or kind.searchable(item)
    snippet = marker.fragment(source)
    return Result(
        key=hit.key,
        where="" if page or "<mark>" in snippet else _where(item, marker),
        public_id=item.public_id,
        kind=item.kind,
        title=item.title,
        url=url_for(kind.page, public_id=item.public_id),
        snippet=snippet,
        page=page,
        page_url=kind.passage_url(item, page) if page and kind.passage_url else None,
        author_name=item.author.name,
        author_public_id=item.author.public_id,
        author_photo=item.author.photo,
        published_at=item.published_at,
        last_activity_at=item.last_activity_at,
        reply_count=item.reply_count,
        extra=kind.extra(item),  # noqa: S610  -- a field of Kind, not of Django
        item=item,
        **_place(item),
    )


def _where(item: Item, marker: Marker) -> str:
    """In which part of an item it was found, when that is not its text."""
    if marker.holds(item.title):
        return _("Gevonden in de titel")
    if marker.holds(kinds.of(item).searchable(item)):
        return _("Gevonden in de naam van een bestand of een keuze")
    return ""


def _of_reply(key: str, reply: Reply, item: Item, marker: Marker) -> Result:
    return Result(
        key=key,
        public_id=reply.public_id,
        kind="reply",
        title=_("Reactie op: %(title)s", title=item.title),
        url=url_for("threads.reply_page", public_id=reply.public_id),
        snippet=marker.fragment(markup.from_html(reply.body_html)),
        page=None,
        page_url=None,
        author_name=reply.author.name,
        author_public_id=reply.author.public_id,
        author_photo=reply.author.photo,
        published_at=reply.created_at,
        last_activity_at=reply.created_at,
        reply_count=0,
        extra="",
        **_place(item),
    )


def _of_group(key: str, group: Group, marker: Marker) -> Result:
    open_group = group.preset == Preset.OPEN
    return Result(
        key=key,
        public_id=group.public_id,
        kind="group",
        title=group.name,
        url=url_for("groups.page", address=group.address),
        snippet=marker.fragment(group.description),
        page=None,
        page_url=None,
        author_name="",
        author_public_id="",
        group_name=None,
        group_url=None,
        group_address=group.address,
        published_at=group.created_at,
        last_activity_at=None,
        reply_count=0,
        audience_label={
            Preset.OPEN: _("Open groep"),
            Preset.CLOSED: _("Besloten groep"),
            Preset.HIDDEN: _("Verborgen groep"),
        }[Preset(group.preset)],
        audience_icon="world" if open_group else "lock",
        extra="",
    )


def _of_user(key: str, user: User, expertise: Sequence[Expertise], marker: Marker) -> Result:
    known = ", ".join(row.name for row in expertise)
    facts = " · ".join(filter(None, (user.function, user.organisation, known)))
    return Result(
        key=key,
        public_id=user.public_id,
        kind="person",
        title=user.name,
        url=url_for("accounts.person", public_id=user.public_id),
        snippet=marker.fragment("\n".join(filter(None, (facts, user.about)))),
        page=None,
        page_url=None,
        author_name="",
        author_public_id="",
        group_name=None,
        group_url=None,
        group_address=None,
        published_at=user.created_at,
        last_activity_at=None,
        reply_count=0,
        audience_label="",
        audience_icon="",
        extra="",
    )
