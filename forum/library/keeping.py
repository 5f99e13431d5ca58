"""Looking after a document: who does, whether it still holds, who looked at it, and who doubts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select, update

from forum.access import Action, Reader, may, require, visible
from forum.access.readers import people_who_may_read
from forum.core.events import ItemChanged
from forum.core.group import Membership, MembershipRole, MembershipState
from forum.core.item import Audience, State
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, flush
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.events import publish as announce
from forum.library.models import Document, Doubt
from forum.library.rules import Validity
from forum.notifications import about
from forum.notifications.models import Reason

LONGEST_WORD = 300
MOST_NAMED = 8


@dataclass(frozen=True)
class DoubtLine:
    """A word of somebody who says that a document is not right any more."""

    name: str
    word: str
    at: datetime


def set_validity(
    reader: Reader,
    document: Document,
    *,
    validity: Validity,
    review_on: date | None = None,
    successor: Document | None = None,
) -> None:
    """Say whether `document` holds, when somebody looks again, and what to use instead once it expired.

    `document` and `successor` came through the door. What readers doubted is answered by it.

    Raises:
        Forbidden: `reader` may not.
        Invalid: the day is not ahead, or it would be its own successor. Nothing was written.
    """
    require(reader, Action.ITEM_KEEP, document)
    if validity == Validity.CURRENT and review_on and review_on <= clock.local(clock.now()).date():
        raise Invalid(_("Kies een dag die nog komt."), "review_on")
    if successor is not None and successor.id == document.id:
        raise Invalid(_("Dit is hetzelfde document. Kies een ander."), "successor")
    document.validity = validity
    document.review_on = review_on if validity == Validity.CURRENT else None
    document.successor_id = successor.id if successor and validity == Validity.EXPIRED else None
    settle_all(document)
    flush()
    announce(ItemChanged(document.id))


def verify(reader: Reader, document: Document, *, yes: bool) -> None:
    """Say that this very file was looked at and is right, or take that back. Raises Forbidden: `reader` may not."""
    require(reader, Action.ITEM_VERIFY, document)
    document.verified_at = clock.now() if yes else None
    document.verified_by_id = reader.user_id if yes else None
    flush()
    announce(ItemChanged(document.id))


def find_people(reader: Reader, document: Document, name: str) -> Sequence[User]:
    """People to whom `document` could be handed over and who are called so: whoever is called exactly so, or else whose
    name begins so; at most eight. In a group only its members."""
    typed = " ".join(name.split())
    if not typed:
        return []
    eligible = visible(User, reader).where(_eligible(document)).order_by(User.name, User.id).limit(MOST_NAMED)
    spelled = {typed, typed.title(), typed.capitalize()}  # SQLite folds the case of plain letters only
    exact = db.session.scalars(eligible.where(User.name.in_(spelled))).all()
    return exact or db.session.scalars(eligible.where(User.name.istartswith(typed, autoescape=True))).all()


def hand_over(reader: Reader, document: Document, public_id: str) -> User:
    """Let somebody else look after `document`; gives whom.

    Raises:
        Forbidden: `reader` may not.
        NotFound: there is nobody of that id to whom it can be handed over.
    """
    require(reader, Action.ITEM_KEEP, document)
    query = visible(User, reader).where(_eligible(document), User.public_id == public_id)
    person = db.session.scalars(query).one_or_none()
    if person is None:
        raise NotFound
    document.owner_id = None if person.id == document.author_id else person.id
    flush()
    if person.id != reader.user_id:
        about.tell([person.id], Reason.OWNER, document.id, _actor(reader))
    return person


def doubt(reader: Reader, document: Document, word: str) -> None:
    """Tell who looks after `document` that it is not right any more; once more by one person changes their word.

    Raises:
        Forbidden: `reader` may not take part here.
        Invalid: there is no word, or it is too long. Nothing was written.
    """
    require(reader, Action.ITEM_TAKE_PART, document)
    word = " ".join(word.split())
    if not word:
        raise Invalid(_("Vertel kort wat er niet klopt."), "word")
    if len(word) > LONGEST_WORD:
        raise Invalid(_("Dit is te lang. Gebruik hoogstens %(max)d tekens.", max=LONGEST_WORD), "word")
    user_id = _actor(reader)
    mine = select(Doubt).where(
        Doubt.document_id == document.id, Doubt.user_id == user_id, Doubt.settled_at.is_(None)
    )
    open_doubt = db.session.scalars(mine).first()
    if open_doubt is not None:
        open_doubt.word, open_doubt.created_at = word, clock.now()
        return
    db.session.add(Doubt(document_id=document.id, user_id=user_id, word=word))
    flush()
    told = {owner_of(document), *_managers(document)} - {user_id}
    about.tell(sorted(told), Reason.DOUBT, document.id, user_id)


def list_doubts(reader: Reader, document: Document) -> list[DoubtLine]:
    """What readers doubt and nobody answered yet, for who looks after the document; for others nothing."""
    if not may(reader, Action.ITEM_KEEP, document):
        return []
    # door: doubts about a document that came through it, for who looks after it
    query = select(Doubt, User.name).join(User, User.id == Doubt.user_id)
    query = query.where(Doubt.document_id == document.id, Doubt.settled_at.is_(None)).order_by(Doubt.id)
    return [DoubtLine(name, row.word, row.created_at) for row, name in db.session.execute(query)]


def settle(reader: Reader, document: Document) -> None:
    """Say that it is right as it is: open doubts are answered. Raises Forbidden: `reader` may not."""
    require(reader, Action.ITEM_KEEP, document)
    settle_all(document)


def settle_all(document: Document) -> None:
    """Answer every open doubt; the caller asked whether that may."""
    opened = update(Doubt).where(Doubt.document_id == document.id, Doubt.settled_at.is_(None))
    db.session.execute(opened.values(settled_at=clock.now()))


def owner_of(document: Document) -> int:
    """Who looks after it."""
    return document.owner_id or document.author_id


def remind(today: date) -> int:
    """Tell owners of documents whose day to look again has come, each day once; who cannot read it any more is not
    told, the managers of its group are. Gives how many documents."""
    # door: each receiver is asked before they are told
    query = select(Document).where(
        Document.review_on <= today,
        Document.state == State.PUBLISHED,
        Document.validity == Validity.CURRENT,
        (Document.reminded_on.is_(None)) | (Document.reminded_on != Document.review_on),
    )
    due = db.session.scalars(query.order_by(Document.id).limit(200)).all()
    for document in due:
        document.reminded_on = document.review_on
        owner = owner_of(document)
        if not about.tell([owner], Reason.REVIEW, document.id, owner):
            about.tell(_managers(document), Reason.REVIEW, document.id, owner)
        announce(ItemChanged(document.id))  # search prefers what holds
    return len(due)


def _managers(document: Document) -> list[int]:
    if document.group_id is None:
        return []
    query = select(Membership.user_id).where(  # door: each receiver is asked before they are told
        Membership.group_id == document.group_id,
        Membership.role == MembershipRole.MANAGER,
        Membership.state == MembershipState.ACTIVE,
    )
    return list(db.session.scalars(query.order_by(Membership.user_id)))


def _eligible(document: Document) -> ColumnElement[bool]:
    return people_who_may_read(Audience.MEMBERS if document.group_id else Audience.SIGNED_IN, document.group)


def _actor(reader: Reader) -> int:
    if reader.user_id is None:  # the policy refused already; this is for who changes the policy
        raise Forbidden
    return reader.user_id
