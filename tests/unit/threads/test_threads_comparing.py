"""What changed between two texts: right for any two, fine where it can be, and never slow."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.threads.comparing import Change, Piece, compare

SIGNS = st.text(alphabet="ab .!?\né*", max_size=60)


def put_together(pieces: list[Piece], left_out: Change) -> str:
    return "".join(piece.text for piece in pieces if piece.change != left_out)


@given(old=SIGNS, new=SIGNS)
def test_the_pieces_make_both_texts(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert put_together(pieces, Change.ADDED) == old
    assert put_together(pieces, Change.REMOVED) == new
    assert all(piece.text for piece in pieces)


def test_a_changed_word_is_shown_as_one() -> None:
    old = "Het overleg is op dinsdag. Neem de stukken mee. Tot dan."
    new = "Het overleg is op woensdag. Neem de stukken mee. Tot dan."
    assert compare(old, new) == [
        Piece(Change.SAME, "Het overleg is op "),
        Piece(Change.REMOVED, "dinsdag"),
        Piece(Change.ADDED, "woensdag"),
        Piece(Change.SAME, ". Neem de stukken mee. Tot dan."),
    ]


def test_far_apart_changes_in_a_long_text_stay_fine() -> None:
    sentences = [f"Zin nummer {number} gaat over het overleg van de buurt." for number in range(400)]
    changed = [
        sentences[0].replace("buurt", "wijk"),
        *sentences[1:-1],
        sentences[-1].replace("buurt", "stad"),
    ]
    pieces = compare(" ".join(sentences), " ".join(changed))
    assert [piece.text for piece in pieces if piece.change != Change.SAME] == [
        "buurt",
        "wijk",
        "buurt",
        "stad",
    ]


NOISE = random.Random(7)
HOSTILE = {
    "letters": lambda: "".join(NOISE.choice("ab ") for _ in range(50_000)),
    "words": lambda: " ".join(NOISE.choice(["een", "twee", "drie"]) for _ in range(11_000)),
    "many words": lambda: " ".join(str(NOISE.randrange(100)) for _ in range(17_000)),
    "lines": lambda: "".join(NOISE.choice(["a\n", "b\n"]) for _ in range(25_000)),
    "short sentences": lambda: "".join(NOISE.choice(["a.", "b.", "c d.", "d c."]) for _ in range(590)),
    "signs": lambda: "".join(NOISE.choice(".!?\n*") for _ in range(50_000)),
    "one sign": lambda: "." * NOISE.randrange(40_000, 50_000),
    "no break": lambda: "".join(NOISE.choice("ab") for _ in range(50_000)),
}


@pytest.mark.parametrize("sort", HOSTILE)
def test_noise_of_the_largest_size_does_not_hang(sort: str) -> None:
    old, new = HOSTILE[sort](), HOSTILE[sort]()
    began = time.process_time()
    pieces = compare(old, new)
    assert time.process_time() - began < 2
    assert put_together(pieces, Change.ADDED) == old
