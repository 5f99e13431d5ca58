"""Percentages of votes: whole, fair, and they add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.lib.tally import percentages

VOTES = st.lists(st.integers(0, 10_000), min_size=1, max_size=12)


@given(VOTES)
def test_they_add_up_to_a_hundred(votes: list[int]) -> None:
    assert sum(percentages(votes)) == (100 if any(votes) else 0)


@given(VOTES)
def test_each_is_within_one_of_the_exact_figure(votes: list[int]) -> None:
    total = sum(votes)
    for number, percent in zip(votes, percentages(votes), strict=True):
        exact = 100 * number / total if total else 0
        assert abs(percent - exact) < 1


@given(VOTES)
def test_more_votes_never_show_less(votes: list[int]) -> None:
    shown = percentages(votes)
    for a, one in enumerate(votes):
        for b, other in enumerate(votes):
            if one > other:
                assert shown[a] >= shown[b]


def test_thirds_and_nothing() -> None:
    assert percentages([1, 1, 1]) == [34, 33, 33]
    assert percentages([0, 0]) == [0, 0]
    assert percentages([]) == []
    with pytest.raises(ValueError):
        percentages([1, -1])
