"""What holds for statements: pure rules, no database, no Flask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from forum.lib.tally import percentages
from forum.statements.models import Choice

LONGEST = 200
# Below this number of voters no division is shown: in a small group it would tell who chose what.
FEWEST_VOTERS = 10


@dataclass(frozen=True)
class ResultRow:
    choice: Choice
    votes: int
    percent: int


def is_closed(closes_at: datetime | None, now: datetime) -> bool:
    """Whether answering is over: from the closing moment on."""
    return closes_at is not None and now >= closes_at


def shows_results(*, voted: bool, closed: bool, voters: int) -> bool:
    """Whether the division may be shown: after answering or closing, and with enough voters."""
    return (voted or closed) and voters >= FEWEST_VOTERS


def result_rows(counts: Mapping[Choice, int]) -> list[ResultRow]:
    """The division over agree, neutral, disagree, in that order; percentages add up to 100."""
    votes = [counts.get(choice, 0) for choice in Choice]
    return [ResultRow(*row) for row in zip(Choice, votes, percentages(votes), strict=True)]
