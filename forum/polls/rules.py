"""What holds for polls: pure rules, no database, no Flask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from forum.lib.errors import Invalid
from forum.lib.tally import percentages

LONGEST_OPTION = 200
FEWEST_OPTIONS = 2
MOST_OPTIONS = 12
# Below this number of voters no division is shown: two who vote would each know what the other chose.
FEWEST_VOTERS = 5


@dataclass(frozen=True)
class ResultRow:
    option_id: int
    label: str
    votes: int
    percent: int


def is_closed(closes_at: datetime | None, now: datetime) -> bool:
    """Whether voting is over: from the closing moment on."""
    return closes_at is not None and now >= closes_at


def shows_results(*, voted: bool, closed: bool, voters: int) -> bool:
    """Whether the result may be shown: after voting or closing, and with enough voters."""
    return (voted or closed) and voters >= FEWEST_VOTERS


def result_rows(options: Sequence[tuple[int, str]], counts: Mapping[int, int]) -> list[ResultRow]:
    """The result per option (id, label), in their order; percentages add up to 100."""
    votes = [counts.get(option_id, 0) for option_id, _label in options]
    return [
        ResultRow(option_id, label, number, percent)
        for (option_id, label), number, percent in zip(options, votes, percentages(votes), strict=True)
    ]


def checked_options(text: str) -> list[str]:
    """The options typed one a line, without empty lines and doubles.

    Raises:
        Invalid: too few, too many, or one that is too long.
    """
    options = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(options) < FEWEST_OPTIONS:
        raise Invalid(_("Geef minstens twee verschillende antwoorden, elk op een eigen regel."), "options")
    if len(options) > MOST_OPTIONS:
        raise Invalid(_("Geef hoogstens %(most)s antwoorden.", most=MOST_OPTIONS), "options")
    if any(len(option) > LONGEST_OPTION for option in options):
        raise Invalid(
            _("Een antwoord mag hoogstens %(most)s tekens lang zijn.", most=LONGEST_OPTION), "options"
        )
    return options
