"""How often our Markdown gives other HTML than the CommonMark and GFM examples say.

`python -m tests.markdown_differences` prints the table that stands in docs/markdown.md.
"""

import json
import re
import sys
from collections import Counter
from typing import Any

from forum.lib.markup import render
from forum.lib.markup.sanitise import by_bleach, by_nh3
from tests.corpus import CORPUS

FILES = ("commonmark-spec", "gfm-extensions")


def list_examples(*names: str) -> list[dict[str, Any]]:
    """The examples in these files of the corpus: markdown, html, section, example number."""
    folder = CORPUS / "markdown"
    return [example for name in names for example in json.loads((folder / f"{name}.json").read_text())]


def is_same(example: dict[str, Any]) -> bool:
    """True when people see the same: the expected HTML, too, goes through our policy."""
    expected = by_nh3(by_bleach(_lowered(example["html"])))
    return _normal(render(example["markdown"]).html) == _normal(expected)


def _lowered(html: str) -> str:
    """With headings as ours: below the h2 of the page, and without a gap between levels."""
    level = 2

    def lower(found: re.Match[str]) -> str:
        nonlocal level
        if found[1] == "<h":
            level = min(6, int(found[2]) + 2, level + 1)
        return f"{found[1]}{level}"

    return re.sub(r"(</?h)([1-6])(?=>)", lower, html)


def count_by_section() -> dict[str, tuple[int, int]]:
    """Section → (examples that are the same, examples)."""
    examples = list_examples(*FILES)
    total = Counter(example["section"] for example in examples)
    same = Counter(example["section"] for example in examples if is_same(example))
    return {section: (same[section], total[section]) for section in total}


def as_table() -> str:
    """The counts as a Markdown table, with a total."""
    counts = count_by_section()
    counts["Total"] = (sum(same for same, _ in counts.values()), sum(total for _, total in counts.values()))
    rows = [f"| {section} | {same} | {total} |" for section, (same, total) in counts.items()]
    return "\n".join(["| Section | Same | Examples |", "|---|--:|--:|", *rows])


def _normal(html: str) -> str:
    # Every line break that people type is one in our HTML: on purpose, so it does not count.
    html = re.sub(r"(?:\s|<br>)+", " ", html)
    return re.sub(r" ?(</?(?!a|em|strong|code|del|img)\w+[^>]*>) ?", r"\1", html).strip()


if __name__ == "__main__":
    sys.stdout.write(as_table() + "\n")
