"""What the page of a document says about the document itself: whether it holds, whose it is, what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.access import Action, Reader, find_visible, may
from forum.core.user import User
from forum.lib.db import db
from forum.library import duplicates, keeping, wording
from forum.library.keeping import DoubtLine
from forum.library.models import Document
from forum.library.rules import Validity


@dataclass(frozen=True)
class Standing:
    """For `library/_standing.html` and `library/_about.html`. `successor` is one that the reader may read, or None."""

    validity: Validity
    owner: User
    successor: Document | None
    doubts: Sequence[DoubtLine]
    look_alikes: Sequence[Document]
    may_keep: bool
    may_verify: bool
    may_doubt: bool
    may_share: bool
    folders_here: bool


def standing_of(reader: Reader, document: Document) -> Standing:
    """The standing of a document that came through the door with its author. What most documents do not have costs no
    question to the database."""
    may_keep = may(reader, Action.ITEM_KEEP, document)
    owner = document.author
    if document.owner_id is not None:
        # door: the name of who looks after a document that came through it
        owner = db.session.scalars(select(User).where(User.id == document.owner_id)).one()
    successor = find_visible(Document, document.successor_id, reader) if document.successor_id else None
    return Standing(
        validity=wording.holds(document),
        owner=owner,
        successor=successor,
        doubts=keeping.list_doubts(reader, document) if may_keep else (),
        look_alikes=duplicates.look_alikes(reader, document),
        may_keep=may_keep,
        may_verify=may(reader, Action.ITEM_VERIFY, document),
        may_share=may(reader, Action.ITEM_SHARE, document),
        may_doubt=may(reader, Action.ITEM_TAKE_PART, document)
        and keeping.owner_of(document) != reader.user_id,
        folders_here=document.group_id is not None and may(reader, Action.ITEM_MOVE, document),
    )
