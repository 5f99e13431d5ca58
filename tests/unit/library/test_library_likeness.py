"""Marks by which nearly the same texts find each other."""

import random

from forum.library import likeness

WORDS = [f"woord{number}" for number in range(3000)]


def _text(seed, length=1500):
    return random.Random(seed).choices(WORDS, k=length)


def _shared(one, other):
    return sum(
        a == b
        for a, b in zip(likeness.bands([" ".join(one)]), likeness.bands([" ".join(other)]), strict=True)
    )


def _changed(words, share, seed=7):
    pick = random.Random(seed)
    return [pick.choice(WORDS) if pick.random() < share else word for word in words]


def test_the_same_text_shares_every_mark_whatever_the_layout():
    words = _text(1)
    half = len(words) // 2
    pages = [" ".join(words[:half]).upper(), "\n\n".join(words[half:])]
    assert likeness.bands(pages) == likeness.bands([" ".join(words)])
    assert len(likeness.bands(pages)) == likeness.BANDS


def test_a_few_changes_are_found_and_another_text_is_not():
    found = [_shared(_text(seed), _changed(_text(seed), 0.02)) >= likeness.SHARED for seed in range(20)]
    assert sum(found) >= 19
    assert not any(_shared(_text(seed), _text(seed + 100)) >= likeness.SHARED for seed in range(20))
    half = [_shared(_text(seed), _text(seed)[:750] + _text(seed + 50)[:750]) for seed in range(20)]
    assert sum(shared >= likeness.SHARED for shared in half) <= 2


def test_a_short_text_has_none():
    assert likeness.bands([" ".join(_text(1, likeness.LEAST_WORDS - 1))]) == []
    assert likeness.bands([]) == []
