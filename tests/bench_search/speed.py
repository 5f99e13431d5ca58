"""How fast search is on many documents: pieces of real ones, spread over groups."""

# ruff: noqa: T201 (a command for people: it prints)
import random
import resource
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from forum.search.engine import IndexDocument, Query
from forum.search.fragments import Marker
from forum.search.whoosh_engine import WhooshEngine

WORDS = 420
GROUPS = 40
EACH = 60  # questions of each sort
SHOWN = 20  # fragments on a page
READERS = {
    "1 group": frozenset({"public", "group:0"}),
    "40 groups": frozenset({"public", *(f"group:{group}" for group in range(GROUPS))}),
}
Ways = dict[str, Callable[[], str]]


def cuttings(documents: Sequence[IndexDocument], number: int, seed: int = 1) -> Iterator[IndexDocument]:
    """Pieces of 420 words of real documents, three in ten for everybody, the rest each in one of 40 groups."""
    chance = random.Random(seed)
    texts = [words for words in (" ".join(one.passages).split() for one in documents) if len(words) > 500]
    for count in range(number):
        words = chance.choice(texts)
        start = chance.randrange(len(words) - WORDS)
        group = chance.randrange(GROUPS)
        yield IndexDocument(
            key=f"item:{seed * 1_000_000 + count}",
            kind=chance.choice(("discussion", "document", "poll")),
            labels=frozenset({"public" if chance.random() < 0.3 else f"group:{group}"}),
            title=" ".join(words[start : start + 6]),
            body=" ".join(words[start : start + WORDS]),
            group_id=group,
        )


def ways(documents: Sequence[IndexDocument]) -> Ways:
    """How people ask; each gives another question every time."""
    chance = random.Random(2)
    running = [words for words in (" ".join(one.passages).split() for one in documents) if len(words) > 500]
    known = sorted({word for words in running for word in words if word.isalpha() and len(word) > 4})

    def passage(many: int) -> str:
        words = chance.choice(running)
        start = chance.randrange(len(words) - many)
        return " ".join(words[start : start + many]).replace('"', " ")

    def mistyped() -> str:
        word = chance.choice([word for word in chance.sample(known, 200) if len(word) > 7] or known)
        at = chance.randrange(2, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    common = ("gemeente", "plan", "besluit", "informatie", "gegevens", "wet", "artikel", "organisatie")
    return {
        "a common word": lambda: f"{chance.choice(common)}",
        "one word": lambda: chance.choice(known),
        "two words": lambda: " ".join(chance.sample(known, 2)),
        "two common words": lambda: " ".join(chance.sample(common, 2)),
        "a sentence": lambda: passage(9),
        "a phrase": lambda: f'"{passage(3)}"',
        "half a word": lambda: chance.choice(known)[:5],
        "mistyped": mistyped,
    }


def measure(documents: Sequence[IndexDocument], number: int) -> None:
    """Fill an index with so many documents and print what asking, adding and importing take."""
    texts = {one.key: one.body for one in cuttings(documents, number)}
    with TemporaryDirectory() as folder:
        engine = WhooshEngine(folder)
        started, used = time.monotonic(), time.process_time()
        engine.rebuild(cuttings(documents, number))
        took, spent = time.monotonic() - started, time.process_time() - used
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        print(
            f"\n{number} documents: {number / took:.0f} a second ({number / spent:.0f} a second of processor time),"
        )
        print(f"index {size / 2**20:.0f} MiB\n")
        engine.search(Query(text="gemeente", labels=READERS["1 group"]))
        print("Asking, with fragments of twenty texts; ms on the clock, and of processor time\n")
        print(f"| {'question':17} | {'reader':9} |   p50 |   p95 | cpu p50 | cpu p95 |")
        print("|---|---|---:|---:|---:|---:|")
        for name, way in ways(documents).items():
            for reader, labels in READERS.items():
                _print(name, reader, [_ask(engine, texts, way(), labels) for _ in range(EACH)])
        with _adding(engine, documents):
            way = ways(documents)["two words"]
            some = [_ask(engine, texts, way(), READERS["40 groups"], pause=0.1) for _ in range(EACH)]
        _print("two, while adding", "40 groups", some)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"\nmost memory of this process, with the corpus itself in it: {memory:.0f} MiB")
        engine.close()


def _ask(
    engine: WhooshEngine, texts: dict[str, str], text: str, labels: frozenset[str], pause: float = 0.0
) -> tuple[float, float]:
    time.sleep(pause)
    started, used = time.perf_counter(), time.thread_time()
    hits = engine.search(Query(text=text, labels=labels, limit=SHOWN))
    marker = Marker(text)
    for hit in hits.keys:
        marker.fragment(texts.get(hit.key, ""))
    return (time.perf_counter() - started) * 1000, (time.thread_time() - used) * 1000


def _print(name: str, reader: str, took: Sequence[tuple[float, float]]) -> None:
    def share(column: int, part: float) -> float:
        return sorted(one[column] for one in took)[int(len(took) * part)]

    cells = " | ".join(f"{share(column, part):5.1f}" for column in (0, 1) for part in (0.5, 0.95))
    print(f"| {name:17} | {reader:9} | {cells} |", flush=True)


class _adding:  # noqa: N801 -- used as a block
    """A document a second comes in meanwhile, by another engine on the same folder."""

    def __init__(self, engine: WhooshEngine, documents: Sequence[IndexDocument]) -> None:
        self._engine = WhooshEngine(engine._folder.root)
        self._documents = cuttings(documents, 10_000, seed=3)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        while not self._stop.wait(1.0):
            self._engine.apply([next(self._documents)])

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()
        self._engine.close()
