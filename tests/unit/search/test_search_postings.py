"""How postings are packed: what goes in comes out, and positions stay shut until they are asked for."""

import random

import pytest

from forum.search.postings import CHUNK, Packed, Postings, encode, pack, positions


def made(docs: list[int], counts: list[int], lengths: bytes) -> tuple[Postings, list[bytes], bytes]:
    found = Postings.of(docs, counts, lengths)
    values = [
        encode(list(range(doc % 7, doc % 7 + 3 * count, 3))) for doc, count in zip(docs, counts, strict=True)
    ]
    return found, values, pack(found, values)


@pytest.mark.parametrize(
    "docs",
    [
        [0],
        [4_000_000],
        [3, 4],
        list(range(CHUNK)),
        list(range(0, 5 * CHUNK + 1, 2)),
        [0, 255, 70_000, 70_001],
        [0, 256, 257],
    ],
    ids=["first", "far", "two", "one chunk", "many", "wide", "edge"],
)
def test_what_is_packed_comes_out(docs: list[int]) -> None:
    chance = random.Random(1)
    counts = [chance.choice((1, 2, 300)) for _ in docs]
    lengths = bytes(chance.randrange(256) for _ in range(min(docs[-1] + 1, 80_000))).ljust(
        docs[-1] + 1, b"\1"
    )
    found, values, raw = made(docs, counts, lengths)
    opened = Packed(raw)
    again = opened.postings()
    assert list(again.docs) == docs
    assert again.counts() == counts
    assert [length for _, length in map(again.sorts.__getitem__, again.which)] == [
        lengths[doc] for doc in docs
    ]
    assert again.sorts == found.sorts
    assert list(opened.values(again.docs, docs)) == list(zip(docs, values, strict=True))
    assert opened.postings().docs == again.docs, "it can be opened twice"


def test_positions_come_of_the_wanted_documents_only() -> None:
    docs = list(range(0, 40 * CHUNK, 2))
    _found, values, raw = made(docs, [1] * len(docs), b"\1" * (docs[-1] + 1))
    opened = Packed(raw)
    wanted = [1, 2, 1000, 1001, docs[-1], docs[-1] + 5]
    assert list(opened.values(docs, wanted)) == [
        (doc, values[docs.index(doc)]) for doc in (2, 1000, docs[-1])
    ]


@pytest.mark.parametrize("places", [[0], [3, 3], [0, 255, 256], [5, 70_000], list(range(0, 9000, 7))])
def test_positions_come_out_as_they_went_in(places: list[int]) -> None:
    assert positions(encode(places)) == places


def test_a_word_of_many_texts_takes_little_room() -> None:
    docs = list(range(0, 60_000, 3))
    _found, _values, raw = made(docs, [1] * len(docs), b"\x30" * 60_000)
    assert len(raw) < 4 * len(docs)


@pytest.mark.parametrize("raw", [b"", b"short", b"something else that is as long as a header"])
def test_what_are_no_postings_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="no postings"):
        Packed(raw)
