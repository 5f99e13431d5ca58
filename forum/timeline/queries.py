"""What the front page shows to one reader: each part goes through the door by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, union_all
from sqlalchemy.orm import joinedload, with_polymorphic

from forum.access import Reader
from forum.core import kinds
from forum.core.item import Item
from forum.core.kinds import Kind
from forum.groups import queries as groups
from forum.groups.queries import GroupLine
from forum.lib.db import db
from forum.lib.pages import Page
from forum.library import queries as library
from forum.library.models import Document
from forum.library.queries import DocumentLine
from forum.polls import queries as polls
from forum.polls.models import Poll
from forum.polls.queries import PollView
from forum.statements import queries as statements
from forum.statements.models import Statement
from forum.statements.queries import StatementView
from forum.threads import lines
from forum.threads.lines import ItemLine

FEW = 6


@dataclass(frozen=True)
class Question:
    """For "Wat vind jij?": the newest open statement or poll; one of the two is None."""

    statement: StatementView | None
    poll: PollView | None


@dataclass(frozen=True)
class Groups:
    """The reader's own groups, or some that they can read or join when they are in none."""

    own: bool
    rows: Sequence[GroupLine]


def conversation_kinds() -> list[Kind]:
    """The kinds that people talk in. Documents have a library of their own, and one import would bury the rest."""
    return [kind for kind in kinds.every() if kind.model is not Document]


def conversations(
    reader: Reader, kind: Kind | None = None, page: int = 1, per_page: int = 20
) -> Page[ItemLine]:
    """What is talked about, the liveliest first; of one kind when it is given."""
    codes = [kind.code] if kind else [each.code for each in conversation_kinds()]
    return lines.list_lines(reader, kinds=codes, page=page, per_page=per_page)


def lively(reader: Reader, number: int) -> Sequence[ItemLine]:
    """The `number` liveliest conversations."""
    codes = [each.code for each in conversation_kinds()]
    return lines.list_lines(reader, kinds=codes, per_page=number, total=number).items


def question_of_the_day(reader: Reader) -> Question | None:
    """The newest statement or poll that `reader` may read and that is still open, or None."""
    candidates = union_all(statements.open_ones(reader), polls.open_ones(reader)).subquery()
    newest = (
        select(candidates.c.id).order_by(candidates.c.published_at.desc(), candidates.c.id.desc()).limit(1)
    )
    either = with_polymorphic(Item, [Statement, Poll])
    query = select(either).where(either.id == newest.scalar_subquery()).options(joinedload(either.group))
    found = db.session.scalars(query).one_or_none()
    if isinstance(found, Statement):
        return Question(statements.view_of(reader, found), None)
    return Question(None, polls.view_of(reader, found)) if isinstance(found, Poll) else None


def some_groups(reader: Reader) -> Groups:
    """A few groups for the side of the page."""
    mine = groups.list_mine(reader)
    return Groups(True, mine[:FEW]) if mine else Groups(False, groups.few_others(reader, FEW))


def new_documents(reader: Reader) -> Sequence[DocumentLine]:
    """The documents that were added last."""
    return library.newest_documents(reader, 4)
