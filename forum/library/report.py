"""What an import did: counts, and a line for each file that needs attention."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from forum.library.bulk import Outcome, Result

# What a reason of the text reader means, in the words of a command.
WITHOUT_TEXT = {
    "encrypted": "behind a password",
    "scanned": "scan without text",
    "damaged": "damaged",
    "unknown_type": "type we cannot read",
    "too_large": "too large to read",
    "timeout": "took too long",
    "empty": "no text in it",
}


@dataclass(frozen=True)
class Report:
    """The results of one import."""

    results: Sequence[Result]
    seconds: float

    def count(self, outcome: Outcome) -> int:
        """How many files ended so."""
        return sum(result.outcome == outcome for result in self.results)

    @property
    def without_text(self) -> Counter[str]:
        """Reason to number of documents that went in without text."""
        return Counter(
            result.reason for result in self.results if result.outcome == Outcome.ADDED and result.reason
        )

    @property
    def refused(self) -> Counter[str]:
        """Reason to number of files that did not go in."""
        return Counter(result.reason for result in self.results if result.outcome == Outcome.REFUSED)

    @property
    def useless(self) -> bool:
        """Whether nothing could be read at all."""
        return not self.count(Outcome.ADDED) and not self.count(Outcome.PRESENT)

    def rows(self) -> list[tuple[str, int]]:
        """The table: what, and how many."""
        added, without = self.count(Outcome.ADDED), sum(self.without_text.values())
        rows = [("files seen", len(self.results)), ("added", added), ("  with text", added - without)]
        rows += [
            (f"  without text: {WITHOUT_TEXT.get(reason, reason)}", number)
            for reason, number in self.without_text.most_common()
        ]
        rows.append(("already there", self.count(Outcome.PRESENT)))
        rows.append(("refused", self.count(Outcome.REFUSED)))
        rows += [(f"  {reason}", number) for reason, number in self.refused.most_common()]
        return rows

    def lines(self) -> list[str]:
        """A line for each file that was refused or has no text."""
        refused = [
            f"refused: {result.shown} ({result.reason})"
            for result in self.results
            if result.outcome == Outcome.REFUSED
        ]
        textless = [
            f"without text: {result.shown} ({WITHOUT_TEXT.get(result.reason, result.reason)})"
            for result in self.results
            if result.outcome == Outcome.ADDED and result.reason
        ]
        return refused + textless

    def as_json(self) -> dict[str, Any]:
        """Everything, for `--report`."""
        return {
            "files": len(self.results),
            "added": self.count(Outcome.ADDED),
            "already_there": self.count(Outcome.PRESENT),
            "refused": self.count(Outcome.REFUSED),
            "with_text": self.count(Outcome.ADDED) - sum(self.without_text.values()),
            "without_text": dict(self.without_text),
            "seconds": round(self.seconds, 1),
            "results": [{"path": row.pop("shown"), **row} for row in map(asdict, self.results)],
        }
