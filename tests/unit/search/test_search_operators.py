"""What somebody typed, taken apart: operators, unwanted words, phrases, and all that is none of these."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.operators import Asked, Typed, parse, period


def test_operators_words_and_phrases_together() -> None:
    typed = parse('Auteur:samira "vroeg type:pdf" groep:"school en zorg" wachtlijst -wonen -"in de wijk"')
    assert typed.words == '"vroeg type:pdf" wachtlijst'
    assert typed.without == ("wonen", "in de wijk")
    assert typed.asked == (
        Asked("author", "samira", "Auteur:samira"),
        Asked("group", "school en zorg", 'groep:"school en zorg"'),
    )
    assert typed.rest == '"vroeg type:pdf" wachtlijst -wonen -"in de wijk"'


@pytest.mark.parametrize(
    "text",
    [
        "wet voor: kinderen",
        "voor en na",
        "het voor:",
        "12 -18 jaar",
        "jeugd - zorg",
        "sociaal-medisch",
        "x-groep:buurt",
        "https://example.org/groep:buurt",
        "labels:group:7",
        "title:plan",
    ],
)
def test_what_is_no_operator_is_words(text: str) -> None:
    assert parse(text) == Typed(text)


def test_the_last_of_two_with_one_name_counts() -> None:
    assert parse("type:pdf type:word").asked == (Asked("type", "word", "type:word"),)


def test_a_value_that_is_too_long_is_words() -> None:
    assert parse("groep:" + "a" * 81) == Typed("a" * 81)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_is_an_error_and_nothing_is_lost_but_operators(text: str) -> None:
    typed = parse(text)
    if not typed.asked and not typed.without and "-" not in text and ":" not in text:
        assert typed.words == " ".join(text.split())


PLAIN = st.text("abcdefghij", min_size=1, max_size=6)


@given(
    words=st.lists(PLAIN, max_size=4),
    without=st.lists(PLAIN, max_size=3, unique=True),
    author=PLAIN | st.none(),
)
def test_what_was_put_together_is_taken_apart(
    words: list[str], without: list[str], author: str | None
) -> None:
    pieces = [*words, *(f"-{word}" for word in without), *([f"auteur:{author}"] if author else [])]
    typed = parse(" ".join(pieces))
    assert typed.words == " ".join(words)
    assert typed.without == tuple(without)
    assert [one.value for one in typed.asked] == ([author] if author else [])
    assert parse(typed.rest) == Typed(typed.words, typed.without)


@pytest.mark.parametrize(
    ("text", "first", "end", "code"),
    [
        ("2024", date(2024, 1, 1), date(2025, 1, 1), "2024"),
        ("2024-12", date(2024, 12, 1), date(2025, 1, 1), "2024-12"),
        ("5-2024", date(2024, 5, 1), date(2024, 6, 1), "2024-05"),
        ("1-5-2024", date(2024, 5, 1), date(2024, 5, 2), "2024-05-01"),
        ("31/12/2024", date(2024, 12, 31), date(2025, 1, 1), "2024-12-31"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1), "2024-02-29"),
    ],
)
def test_a_period_in_each_way_of_writing(text: str, first: date, end: date, code: str) -> None:
    found = period(text)
    assert found is not None
    assert (found.first, found.end, found.code) == (first, end, code)
    assert period(code) == found


@pytest.mark.parametrize(
    "text", ["", "gisteren", "2023-02-29", "0000", "32-1-2024", "2024-13", "99999", "١٢-٥-٢٠٢٤", "0-0-2024"]
)
def test_what_is_no_period(text: str) -> None:
    assert period(text) is None


@given(st.dates(date(1900, 1, 1), date(2200, 12, 30)))
def test_each_day_is_a_period_of_one_day(day: date) -> None:
    found = period(f"{day.day}-{day.month}-{day.year}")
    assert found is not None
    assert found.end - found.first == timedelta(days=1)
    assert found.first == day
