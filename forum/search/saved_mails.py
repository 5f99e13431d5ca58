"""Mails about saved searches: searched as their owner, at the moment of sending (T07, T09). Each hit is mailed once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from flask_babel import force_locale
from sqlalchemy import select, update

from forum import mail
from forum.access import Reader, reader_for
from forum.core import stopping
from forum.core.user import User
from forum.lib import clock, links
from forum.lib.db import db, transaction
from forum.lib.errors import NotFound
from forum.lib.upsert import upsert
from forum.search import narrowing, operators, saved, service
from forum.search.models import SavedSearch, SavedSearchHit
from forum.search.operators import Period
from forum.search.service import Result
from forum.work import outbox

SEND = "search.mail_saved"
OVERLAP = timedelta(days=2)  # what was published then may have been indexed, or become readable, only later


@dataclass(frozen=True)
class Line:
    """One hit in the mail."""

    title: str
    url: str
    about: str


def start_due() -> None:
    """Every minute: promise a look at each saved search whose time has come."""
    now = clock.now()
    due = db.session.execute(
        select(SavedSearch.id, SavedSearch.often).where(
            SavedSearch.next_at <= now, SavedSearch.often != saved.NEVER
        )
    ).all()
    if not due:
        return
    with transaction():
        for search_id, often in due:
            values = {"next_at": saved.next_after(now, often)}
            db.session.execute(update(SavedSearch).where(SavedSearch.id == search_id).values(**values))
            outbox.enqueue(SEND, search_id=search_id)


def send(search_id: int) -> None:
    """Mail the owner what is new, or nothing. Raises mail.TryAgain."""
    row = db.session.get(SavedSearch, search_id)
    user = db.session.get(User, row.user_id) if row else None
    if row is None or user is None or not user.active or row.often == saved.NEVER:
        return
    now = clock.now()
    with force_locale(user.locale):
        hits = _news(reader_for(user), row, user)
    keys = [hit.key for hit in hits]
    if hits:
        stop = stop_address(user, row)
        context = {
            "name": user.name,
            "asked": _said(row),
            "often": row.often,
            "lines": [_line(hit) for hit in hits],
            "all_url": links.absolute("search.results", q=row.words or None, **row.choices),
            "unsubscribe_url": stop,
            "settings_url": links.absolute("search.saved_page"),
        }
        address, locale, headers = user.email, user.locale, stopping.headers(stop)
        key = f"saved-{row.public_id}-{int(row.looked_at.timestamp())}"
        db.session.rollback()  # no transaction stays open while the mail server takes its time
        mail.send(address, "saved_search", context, locale=locale, headers=headers, key=key)
    with transaction():
        if db.session.get(SavedSearch, search_id) is None:
            return  # taken away meanwhile
        for each in keys:
            upsert(SavedSearchHit, {"search_id": search_id, "key": each}, {})
        db.session.execute(update(SavedSearch).where(SavedSearch.id == search_id).values(looked_at=now))


def _news(reader: Reader, row: SavedSearch, user: User) -> list[Result]:
    """What answers it now, is new since it was kept or looked at, was not mailed, and is by somebody else."""
    try:
        chosen, unknown = narrowing.chosen(reader, row.choices)
    except NotFound:
        return []  # a group that they may not know of any more
    if unknown or chosen.address() != row.choices:
        return []  # without a choice it would be another search
    typed = operators.parse(row.words)
    since = max(row.created_at, row.looked_at - OVERLAP)
    first = clock.local(since).date() - timedelta(days=1)
    if chosen.after is None or chosen.after.end < first:
        chosen = replace(chosen, after=Period(first - timedelta(days=1), first))
    found = service.search(reader, typed.words, narrowing=chosen, without=typed.without)
    told = set(db.session.scalars(select(SavedSearchHit.key).where(SavedSearchHit.search_id == row.id)))
    return [
        hit
        for hit in found.items
        if hit.published_at
        and _is_new(hit.published_at, since)
        and hit.key not in told
        and hit.author_public_id != user.public_id
    ]


def _is_new(published_at: datetime, since: datetime) -> bool:
    return published_at > since


def _line(hit: Result) -> Line:
    page = links.absolute("search.results")
    about = " · ".join(filter(None, (hit.author_name, hit.group_name)))
    return Line(hit.title, urljoin(page, hit.url), about)


def _said(row: SavedSearch) -> str:
    """The search in a few words; a choice is a name that its owner chose, as it stands in the address."""
    return " · ".join(
        filter(
            None,
            (
                row.words,
                *(row.choices[name] for name in sorted(row.choices) if name not in ("groep", "in", "auteur")),
            ),
        )
    )


def purpose(row_id: str) -> str:
    """A link stops one saved search and nothing else."""
    return f"saved-search-{row_id}"


def stop_address(user: User, row: SavedSearch) -> str:
    """The address that stops the mails about one saved search without signing in."""
    return stopping.address(user, purpose(row.public_id), "search.saved_stop", saved_id=row.public_id)


def of_token(saved_id: str, token: str) -> SavedSearch:
    """The saved search that this token stops.

    Raises:
        NotFound: it is none of ours for this search, the search is not there, or the account is closed.
    """
    user = stopping.user_of(token, purpose(saved_id))
    row = db.session.scalars(select(SavedSearch).where(SavedSearch.public_id == saved_id)).one_or_none()
    if user is None or row is None or row.user_id != user.id:
        raise NotFound
    return row
