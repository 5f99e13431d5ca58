"""Printed lines become paragraphs; what its writer broke stays broken."""

from hypothesis import given
from hypothesis import strategies as st

from forum.library.reflow import paragraphs

PAGE = """Toestemming vragen
Vraag toestemming per organisatie. Leg uit waarom je het verslag wilt delen, met
wie, en voor hoe lang.
Ouders mogen hun toestemming altijd intrekken. Dat heeft geen gevolgen voor de
hulp die zij krijgen.
- een lijstje dat begint met een streepje en dat zelf ook erg lang is en doorloopt
- nog een"""


def test_lines_that_the_paper_broke_are_joined() -> None:
    assert paragraphs(PAGE).splitlines() == [
        "Toestemming vragen",
        "Vraag toestemming per organisatie. Leg uit waarom je het verslag wilt delen, met wie, en voor hoe lang.",
        "Ouders mogen hun toestemming altijd intrekken. Dat heeft geen gevolgen voor de hulp die zij krijgen.",
        "- een lijstje dat begint met een streepje en dat zelf ook erg lang is en doorloopt",
        "- nog een",
    ]


@given(st.text(alphabet="ab .\n-1", max_size=300))
def test_no_word_is_lost_or_moved(page: str) -> None:
    assert paragraphs(page).split() == page.split()
