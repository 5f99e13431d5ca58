"""Texts that are known to keep python-markdown busy are over in time."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from forum.lib.markup import convert, guard, render
from tests.harmless import faults

LIMIT = 2.0  # seconds of processor time; a stuck one takes far longer
FULL = guard.MAX_LENGTH


def fill(unit: str, length: int = FULL) -> str:
    return (unit * (length // len(unit) + 1))[:length]


HARD = {
    "open brackets": "[" * 5000,
    "declarations": "<![" * 3000,
    "nested numbers": "1. " * 1000,
    "nested quotes": "> " * 5000,
    "nested points": "- " * 5000,
    "nested brackets": "[" * 400 + "a" + "](b)" * 400,
    "images": fill("!["),
    "links without end": fill("[a]("),
    "escaped backticks": fill("\\``"),
    "backticks of all lengths": "".join("`" * n + "a" for n in range(1, 310)),
    "stars": fill("*a **b "),
    "one strong and many stars": "***a" + fill(" *b", FULL - 4),
    "underlines": fill("_a __b "),
    "fences without end": fill("~~~a\n"),
    "rules": fill("---\n"),
    "wide table": "|a" * 5000 + "\n" + "|-" * 5000 + "\n" + "a|\n" * 8000,
    "long table": "|a|b|\n|-|-|\n" + fill("|1|2|\n", FULL - 20),
    "many quoted points": fill(">\n- "),
    "many spans": fill("\n\n *a*"),
    "deep points": "\n".join(" " * (4 * n) + "- a" for n in range(155)),
    "references": fill("[a]: /x\n"),
    "addresses": fill("https://a.nl "),
    "hyphens": fill("a-"),
    "dots": fill("a."),
    "closing brackets": fill("https://a.nl/))))"),
    "autolinks": fill("<http://a"),
    "entities": fill("&#"),
    "headings": fill("# a\n"),
    "newlines": fill("a\n"),
}


@pytest.mark.parametrize("name", HARD)
def test_a_hard_text_is_over_in_time(name: str) -> None:
    started = time.thread_time()
    rendered = render(HARD[name])
    assert time.thread_time() - started < LIMIT
    assert not faults(rendered.html)


ORDINARY = {
    "a long story": "Dit is een zin van een *verhaal*, met [een link](https://voorbeeld.nl/x).\n\n" * 300,
    "a list of bold names": "- **Naam**: wat die doet\n" * 120,
    "a form to fill in": "Naam: " + "_" * 60 + "\n\n" + "=" * 80 + "\n\n" + "-" * 80,
    "a table of a year": "| dag | wie | wat |\n|---|---|---|\n" + "| 1 | Jan | dienst |\n" * 365,
    "a mail chain": "> > > > > tekst\n" * 50,
    "code": "```\n" + "a[b[c]] = `x` * _y_ ** 2\n" * 400 + "```",
    "check boxes": "- [ ] doen\n- [x] gedaan\n" * 60,
    "smileys": "Leuk :( :( [1 (a [2\n\n" * 40,
}


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_long_text_keeps_its_layout(name: str) -> None:
    assert not render(ORDINARY[name]).degraded


def test_the_budget_stops_work_that_the_guard_lets_through(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "*a* " * 500 + "\n\nb"
    assert not render(text).degraded
    with pytest.raises(guard.TooHard):
        convert.to_html(text, guard.Budget(seconds=0))
    monkeypatch.setattr(guard.Budget, "check", _refuse_after(300))
    assert render(text).degraded


def test_the_budget_counts_the_work_of_its_own_thread_only() -> None:
    """Another thread that is busy must not cost this writer the layout."""
    stop = threading.Event()
    busy = threading.Thread(target=lambda: [sum(range(1000)) for _ in iter(stop.is_set, True)])
    busy.start()
    try:
        budget = guard.Budget(seconds=0.2)
        time.sleep(0.3)
        budget.check()
    finally:
        stop.set()
        busy.join()


def _refuse_after(calls: int) -> object:
    left = iter(range(calls))

    def check(_: guard.Budget) -> None:
        if next(left, None) is None:
            raise guard.TooHard("budget")

    return check


def test_threads_do_not_disturb_each_other() -> None:
    sources = [f"# a{n}\n- *x* [l](https://a.nl/{n})\n\n```\nq{n}\n```" for n in range(60)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(render, sources)) == [render(source) for source in sources]
