"""Links with which people read one document without an account: made, found, listed and taken back (T24).

Each time one is used it is asked whether its maker may still read the document, and may still share it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select

from forum.access import Action, Reader, find_visible, may, reader_for, require, visible
from forum.core.events import ItemShared, Sharing, Way, WayTakenBack
from forum.core.user import User
from forum.lib import clock, events, link_secrets
from forum.lib.db import db, flush, transaction
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.library.models import Document, DocumentShare
from forum.library.rules import SHARE_MOST_DAYS

OPENED = "library.share_opened"
PURPOSE = "document-share"
# 24 of 28 signs are 115 bits: nobody types it, and nobody guesses it.
LENGTH = link_secrets.MOST
# Of one document at a time; of a list.
MOST, MOST_LISTED = 20, 100


@dataclass(frozen=True)
class Shared:
    """A link that works. `maker` is the reader with whose right the document is read."""

    share_id: int
    document: Document
    maker: Reader
    expires_at: datetime


@dataclass(frozen=True)
class ShareLine:
    """A link as its maker and managers see it. `secret` is None when it does not work any more."""

    public_id: str
    secret: str | None
    document_id: str
    title: str
    maker: str
    mine: bool
    opens: int
    opened_at: datetime | None
    expires_at: datetime


def make_share(reader: Reader, document: Document, *, public_id: str, days: int | None) -> DocumentShare:
    """Make a link to `document`, which came through the door; with the same `public_id` twice makes one.

    Raises:
        Forbidden: `reader` may not share it.
        Invalid: the number of days cannot be used, or there are too many links. Nothing was written.
    """
    require(reader, Action.ITEM_SHARE, document)
    if days is None or not 1 <= days <= SHARE_MOST_DAYS:
        raise Invalid(_("Kies een aantal dagen tussen 1 en %(most)s.", most=SHARE_MOST_DAYS), "days")
    same = select(DocumentShare).where(
        DocumentShare.public_id == public_id, DocumentShare.document_id == document.id
    )
    if (before := db.session.scalars(same).one_or_none()) is not None:
        return before
    working = _working().where(DocumentShare.document_id == document.id).with_only_columns(func.count())
    if (db.session.scalar(working) or 0) >= MOST:
        raise Invalid(_("Er zijn al %(most)s links naar dit document. Trek er eerst een in.", most=MOST))
    share = DocumentShare(
        public_id=public_id,
        secret_digest=link_secrets.digest_of(PURPOSE, link_secrets.secret_for(PURPOSE, public_id, LENGTH)),
        document_id=document.id,
        maker_id=reader.user_id,
        expires_at=clock.now() + timedelta(days=days),
    )
    db.session.add(share)
    flush()
    _tell(document, reader.user_id, Sharing.MADE)
    return share


def revoke_share(reader: Reader, public_id: str) -> Document | None:
    """Make a link worthless. For who made it, also when they may not share any more, and for managers of the group. Gives
    the document if `reader` may read it. Twice is once.

    Raises:
        NotFound: there is none that `reader` may know of.
        Forbidden: they may read the document, but the link is somebody else's.
    """
    share = db.session.scalars(
        select(DocumentShare).where(DocumentShare.public_id == public_id)
    ).one_or_none()
    if share is None or reader.user_id is None:
        raise NotFound
    document = find_visible(Document, share.document_id, reader)
    if share.maker_id != reader.user_id:
        if document is None:
            raise NotFound
        if document.group_id not in reader.manager_of:
            raise Forbidden
    if share.revoked_at is None:
        share.revoked_at = clock.now()
        flush()
        # door: the group of a document to which the reader made a link, for the log of its managers
        shared = db.session.get_one(Document, share.document_id)
        _tell(shared, reader.user_id, Sharing.REVOKED)
        events.publish(WayTakenBack(Way.SHARE, share.public_id))
    return document


def find_shared(reader: Reader, secret: str) -> Shared | None:
    """What the link with this secret gives: None when it was taken back, is over, its maker lost the right, or the group
    blocked `reader`."""
    query = _working().where(DocumentShare.secret_digest == link_secrets.digest_of(PURPOSE, secret))
    share = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    return None if share is None else _shared(reader, share)


def _shared(reader: Reader, share: DocumentShare) -> Shared | None:
    maker = reader_for(db.session.get_one(User, share.maker_id))
    document = find_visible(Document, share.document_id, maker)
    if document is None or not may(maker, Action.ITEM_SHARE, document):
        return None
    if document.group_id is not None and document.group_id in reader.blocked_in:
        return None
    return Shared(share.id, document, maker, share.expires_at)


def list_shares(reader: Reader, document: Document) -> list[ShareLine]:
    """The links to `document` that `reader` may take back, newest first.

    Raises:
        Forbidden: `reader` may not share it.
    """
    require(reader, Action.ITEM_SHARE, document)
    query = _working().where(DocumentShare.document_id == document.id)
    if document.group_id is None or document.group_id not in reader.manager_of:
        query = query.where(DocumentShare.maker_id == reader.user_id)
    return _lines(reader, query)


def list_all(reader: Reader) -> list[ShareLine]:
    """The links that `reader` made, and those to documents in groups that they manage; only of documents that they may
    read."""
    managed = visible(Document, reader).where(Document.group_id.in_(reader.manager_of))
    query = _working().where(
        or_(
            DocumentShare.maker_id == reader.user_id,
            DocumentShare.document_id.in_(managed.with_only_columns(Document.id)),
        )
    )
    return _lines(reader, query)


def opened(share_id: int) -> None:
    """Count that somebody opened a link: what a GET leaves to the worker."""
    with transaction():
        share = db.session.get(DocumentShare, share_id, with_for_update=True)
        if share is None or share.revoked_at is not None:
            return
        share.opens += 1
        share.opened_at = clock.now()
        if share.opens == 1:
            # door: the group of a shared document, for the log of its managers
            _tell(db.session.get_one(Document, share.document_id), None, Sharing.OPENED)


def _lines(reader: Reader, query: Select[DocumentShare]) -> list[ShareLine]:
    shares = db.session.scalars(query.order_by(DocumentShare.id.desc()).limit(MOST_LISTED)).all()
    wanted = {share.document_id for share in shares}
    found = db.session.scalars(visible(Document, reader).where(Document.id.in_(wanted))).all()
    documents = {document.id: document for document in found}
    makers = _makers(shares)
    working = _still_working(shares, makers)
    lines = []
    for share in shares:
        document, maker = documents.get(share.document_id), makers[share.maker_id]
        if document is None:
            continue
        works = share.id in working
        secret = link_secrets.find_secret(PURPOSE, share.public_id, LENGTH, share.secret_digest)
        lines.append(
            ShareLine(
                public_id=share.public_id,
                secret=secret if works else None,
                document_id=document.public_id,
                title=document.title,
                maker=maker.name,
                mine=share.maker_id == reader.user_id,
                opens=share.opens,
                opened_at=share.opened_at,
                expires_at=share.expires_at,
            )
        )
    return lines


def _makers(shares: Iterable[DocumentShare]) -> dict[int, User]:
    # door: who shared a document that the reader may read
    people = db.session.scalars(select(User).where(User.id.in_({share.maker_id for share in shares})))
    return {user.id: user for user in people}


def _still_working(shares: Iterable[DocumentShare], makers: Mapping[int, User]) -> set[int]:
    """The ids of those whose maker may still read and share the document; asked once for each maker."""
    by_maker: dict[int, list[DocumentShare]] = defaultdict(list)
    for share in shares:
        by_maker[share.maker_id].append(share)
    working: set[int] = set()
    for maker_id, theirs in by_maker.items():
        maker = reader_for(makers[maker_id])
        readable = visible(Document, maker).where(Document.id.in_({share.document_id for share in theirs}))
        shareable = {
            document.id
            for document in db.session.scalars(readable)
            if may(maker, Action.ITEM_SHARE, document)
        }
        working |= {share.id for share in theirs if share.document_id in shareable}
    return working


def _working() -> Select[DocumentShare]:
    return select(DocumentShare).where(
        DocumentShare.revoked_at.is_(None), DocumentShare.expires_at > clock.now()
    )


def _tell(document: Document, actor_id: int | None, what: Sharing) -> None:
    if document.group_id is not None:
        events.publish(ItemShared(document.id, document.group_id, actor_id, what))
