"""In any small world the engine finds what a naive reader with a list in hand would find, and no more."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.search.engine import IndexDocument, Query
from forum.search.whoosh_engine import WhooshEngine
from tests.engines import ENGINES

# Words without a common root, part, synonym or near spelling: the oracle needs no knowledge of Dutch.
WORDS = ("brug", "molen", "fietspomp", "ijsbaan", "trompet", "kameel")
LABELS = ("public", "members", "group:1", "group:2", "user:9")

# The last moment of a year in the Netherlands, and the first of the next: both are December in UTC.
DAYS = (datetime(2024, 12, 31, 22, 59, tzinfo=UTC), datetime(2024, 12, 31, 23, 1, tzinfo=UTC))

words = st.lists(st.sampled_from(WORDS), max_size=4)
label_sets = st.frozensets(st.sampled_from(LABELS), min_size=1)


@st.composite
def documents(draw: st.DrawFn) -> IndexDocument:
    number = draw(st.integers(1, 8))
    return IndexDocument(
        key=f"item:{number}",
        kind=draw(st.sampled_from(("poll", "document"))),
        labels=draw(label_sets),
        title=" ".join(draw(words)),
        body=" ".join(draw(words)),
        extra=" ".join(draw(words)),
        group_id=draw(st.sampled_from((None, 1, 2))),
        author_id=draw(st.sampled_from((None, 4, 5))),
        theme_ids=draw(st.sampled_from(((), (1,), (2, 1)))),
        file_type=draw(st.sampled_from(("", "PDF"))),
        published_at=draw(st.sampled_from((None, *DAYS))),
    )


batches = st.lists(
    st.tuples(st.lists(documents(), max_size=5), st.frozensets(st.integers(1, 8), max_size=2)), max_size=3
)


def text_of(document: IndexDocument) -> set[str]:
    return set(f"{document.title} {document.body} {document.extra}".split())


@pytest.mark.parametrize("sort", ENGINES)
@settings(max_examples=40, deadline=None)
@given(
    batches=batches,
    word=st.sampled_from(WORDS),
    labels=label_sets,
    excluded=st.frozensets(st.integers(1, 8), max_size=2),
    kinds=st.none() | st.just(frozenset({"poll"})),
    group=st.sampled_from((None, 1)),
    rebuilt=st.booleans(),
)
def test_search_equals_a_naive_oracle(
    batches: list[tuple[list[IndexDocument], frozenset[int]]],
    word: str,
    labels: frozenset[str],
    excluded: frozenset[int],
    kinds: frozenset[str] | None,
    group: int | None,
    rebuilt: bool,
    sort: str,
) -> None:
    world: dict[str, IndexDocument] = {}
    with TemporaryDirectory() as folder:
        engine = ENGINES[sort](Path(folder) / "index")
        engine.rebuild([])
        for upserts, deletes in batches:
            gone = {f"item:{number}" for number in deletes}
            engine.apply(upserts, gone)
            world = {key: document for key, document in world.items() if key not in gone}
            world.update({document.key: document for document in upserts})
        if rebuilt:
            assert engine.rebuild(world.values()) == len(world)
        exclude = frozenset(f"item:{number}" for number in excluded)
        hits = engine.search(
            Query(text=word, labels=labels, exclude_keys=exclude, kinds=kinds, group_id=group, limit=100)
        )
        count = engine.count()
        engine.close()

    assert count == len(world)
    matching = [
        document
        for document in world.values()
        if document.labels & labels and document.key not in exclude and word in text_of(document)
    ]
    of_kind = [document for document in matching if kinds is None or document.kind in kinds]
    of_group = [document for document in matching if group is None or document.group_id == group]
    both = [document for document in of_kind if document in of_group]
    assert {hit.key for hit in hits.keys} == {document.key for document in both}
    assert hits.total == len(hits.keys) == len(both)
    assert hits.kind_counts == Counter(document.kind for document in of_group)
    assert hits.group_counts == Counter(d.group_id for d in of_kind if d.group_id is not None)


TESTS: dict[str, Callable[[IndexDocument, Any], bool]] = {
    "kinds": lambda document, value: document.kind in value,
    "group_id": lambda document, value: document.group_id == value,
    "theme_id": lambda document, value: value in document.theme_ids,
    "author_ids": lambda document, value: document.author_id in value,
    "colleague_ids": lambda document, value: document.author_id in value,
    "year": lambda document, value: document.published_at == DAYS[value - 2024],
    "file_type": lambda document, value: document.file_type == value,
    "since": lambda document, value: document.published_at == DAYS[1],
    "before": lambda document, value: document.published_at == DAYS[0],
    "without": lambda document, value: not text_of(document) & set(value),
}
CHOICES: dict[str, st.SearchStrategy[Any]] = {
    "kinds": st.just(frozenset({"poll"})),
    "group_id": st.just(1),
    "theme_id": st.sampled_from((1, 2)),
    "author_ids": st.just(frozenset({4})),
    "colleague_ids": st.sampled_from((frozenset({5}), frozenset({4, 5}), frozenset())),
    "year": st.sampled_from((2024, 2025)),
    "file_type": st.just("PDF"),
    "since": st.just(date(2025, 1, 1)),
    "before": st.just(date(2025, 1, 1)),
    "without": st.sampled_from((("brug",), ("brug", "molen"))),
}


@settings(max_examples=50, deadline=None)
@given(
    world=st.lists(documents(), max_size=8, unique_by=lambda document: document.key),
    word=st.sampled_from(("", *WORDS)),
    labels=label_sets,
    chosen=st.fixed_dictionaries({}, optional=CHOICES),
)
def test_facets_count_what_all_other_choices_leave(
    world: list[IndexDocument], word: str, labels: frozenset[str], chosen: dict[str, Any]
) -> None:
    with TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder))
        engine.rebuild(world)
        hits = engine.search(Query(text=word, labels=labels, facets=True, limit=100, **chosen))
        engine.close()

    def left(but: str = "") -> list[IndexDocument]:
        asked = word or any(name != "without" for name in chosen)
        return [
            document
            for document in world
            if asked
            and document.labels & labels
            and (not word or word in text_of(document))
            and all(TESTS[name](document, value) for name, value in chosen.items() if name != but)
        ]

    def counted(values: Iterable[Any]) -> Counter[Any]:
        return Counter(value for value in values if value not in (None, ""))

    assert {hit.key for hit in hits.keys} == {document.key for document in left()}
    assert hits.total == len(left())
    assert hits.kind_counts == counted(document.kind for document in left("kinds"))
    assert hits.group_counts == counted(document.group_id for document in left("group_id"))
    assert hits.counts.themes == counted(one for document in left("theme_id") for one in document.theme_ids)
    assert hits.counts.authors == counted(document.author_id for document in left("author_ids"))
    assert hits.counts.colleagues == counted(document.author_id for document in left("colleague_ids"))
    assert hits.counts.file_types == counted(document.file_type for document in left("file_type"))
    assert hits.counts.years == counted(
        document.published_at and 2024 + DAYS.index(document.published_at) for document in left("year")
    )


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300), labels=label_sets)
def test_no_text_is_an_error_or_shows_anything_of_others(text: str, labels: frozenset[str]) -> None:
    with TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder))
        engine.rebuild(
            [
                IndexDocument(
                    key="item:1", kind="poll", labels=frozenset({"group:77"}), title=text, body=text
                ),
                IndexDocument(key="item:2", kind="poll", labels=labels, title=text or "leeg"),
            ]
        )
        hits = engine.search(Query(text=text, labels=labels))
        engine.close()
    assert {hit.key for hit in hits.keys} <= {"item:2"}
    assert hits.suggestion is None
