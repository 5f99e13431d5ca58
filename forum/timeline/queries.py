"""What the front page shows to one reader: each part goes through the door by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.access import Reader
from forum.core import kinds
from forum.core.kinds import Kind
from forum.groups import queries as groups
from forum.groups.queries import GroupLine
from forum.lib.pages import Page
from forum.library import queries as library
from forum.library.models import Document
from forum.library.queries import DocumentLine
from forum.polls import queries as polls
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


def question_of_the_day(reader: Reader) -> Question | None:
    """The newest statement or poll that `reader` may read and that is still open, or None."""
    candidates = (statements.newest_open(reader), polls.newest_open(reader))
    found = [row for row in candidates if row is not None]
    if not found:
        return None
    newest = max(found, key=lambda row: (row.published_at or row.created_at, row.id))
    if isinstance(newest, Statement):
        return Question(statements.view_of(reader, newest), None)
    return Question(None, polls.view_of(reader, newest))


def some_groups(reader: Reader) -> Groups:
    """A few groups for the side of the page."""
    mine = groups.list_mine(reader)
    return Groups(True, mine[:FEW]) if mine else Groups(False, groups.list_others(reader).items[:FEW])


def new_documents(reader: Reader) -> Sequence[DocumentLine]:
    """The documents that were added last."""
    return library.list_documents(reader).items[:4]
