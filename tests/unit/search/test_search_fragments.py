"""Passages that show why something was found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.fragments import fragment

LONG = (
    "Dit is de inleiding van een lang stuk. Het gaat over van alles en nog wat. " * 20
    + "De gemeente heft hondenbelasting van wie een hond houdt. "
    + "Daarna komt nog veel meer tekst die er niet toe doet. " * 20
)


def marked(text: str, query: str) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", fragment(text, query))


@pytest.mark.parametrize(
    ("text", "query", "words"),
    [
        ("Alle vergunningen liggen klaar", "vergunning", ["vergunningen"]),
        ("Ons jeugdzorgplan", "plan jeugdzorg", ["jeugdzorgplan"]),
        ("Het plan voor de jeugdzorg", "jeugdzorgplan", ["plan", "jeugdzorg"]),
        ("De Wet maatschappelijke ondersteuning", "wmo", ["Wet", "maatschappelijke", "ondersteuning"]),
        ("Coördinatie", "coordinatie", ["Coördinatie"]),
        ("Hondenuitlaatgebied", "honden", ["Hondenuitlaatgebied"]),
        ("Niets hiervan", "vergunning", []),
        ("De kat en de hond", "de kat", ["kat"]),
    ],
)
def test_words_light_up_through_the_analyzer(text: str, query: str, words: list[str]) -> None:
    assert marked(text, query) == words


def test_the_passage_is_where_the_words_are() -> None:
    found = fragment(LONG, "hondenbelasting")
    assert "<mark>hondenbelasting</mark>" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found.striptags()) < 280


def test_without_a_match_the_beginning_is_shown() -> None:
    assert fragment(LONG, "zeppelin").startswith("Dit is de inleiding")
    assert fragment("", "zeppelin") == ""
    assert fragment("Kort.", "") == "Kort."


def test_everything_but_the_marks_is_escaped() -> None:
    found = fragment('<script>plan</script> <b onclick="x">', "plan")
    assert found == "&lt;script&gt;<mark>plan</mark>&lt;/script&gt; &lt;b onclick=&#34;x&#34;&gt;"


@given(st.text(max_size=400), st.text(max_size=40))
def test_no_text_gives_markup_of_its_own(text: str, query: str) -> None:
    found = re.sub("</?mark>", "", str(fragment(text, query)))
    assert "<" not in found
    assert ">" not in found
