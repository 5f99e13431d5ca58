"""Documents that are the same, or nearly, as far as the reader may read them: what they may not read says nothing."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from forum.access import Reader, visible
from forum.core.item import State
from forum.lib.db import db
from forum.library.likeness import SHARED
from forum.library.models import Document, DocumentBand

MOST = 3


def same_files(reader: Reader, sha256: str, but: str | None = None) -> Sequence[Document]:
    """At most three published documents that `reader` may read and whose file now has this checksum, the oldest first,
    with their groups; `but` is the public id of one to leave out."""
    query = visible(Document, reader).where(
        Document.sha256 == sha256, Document.state == State.PUBLISHED, Document.public_id != (but or "")
    )
    return db.session.scalars(
        query.options(joinedload(Document.group)).order_by(Document.id).limit(MOST)
    ).all()


def look_alikes(reader: Reader, document: Document) -> Sequence[Document]:
    """At most three other published documents that `reader` may read with nearly the same text as `document` (which
    came through the door), the nearest first."""
    own, other = aliased(DocumentBand), aliased(DocumentBand)
    # door: only numbers of documents, which come through it below
    near = (
        select(other.document_id, func.count().label("shared"))
        .join(own, (own.band == other.band) & (own.mark == other.mark))
        .where(own.document_id == document.id, other.document_id != document.id)
        .group_by(other.document_id)
        .having(func.count() >= SHARED)
        .subquery()
    )
    query = (
        visible(Document, reader)
        .join(near, near.c.document_id == Document.id)
        .where(Document.state == State.PUBLISHED)
        .order_by(near.c.shared.desc(), Document.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()
