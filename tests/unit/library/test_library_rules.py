"""Names, titles and portions of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.library import rules
from forum.library.tree import theme_of


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("nota.pdf", "nota.pdf"),
        ("Plan & begroting [2].pdf", "Plan & begroting [2].pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Mijn documenten\\nota.doc", "nota.doc"),
        ("nieuwe\r\nregel.txt", "nieuwe regel.txt"),
        ("rapport\u202efdp.exe", "rapportfdp.exe"),
        ("...", "document"),
        ("", "document"),
        (None, "document"),
        ("CON", "CON"),
        (" .verborgen ", "verborgen"),
        ("half\udce9.txt", "half?.txt"),
    ],
)
def test_a_name_is_kept_without_tricks(given_name, kept):
    assert rules.tidy_name(given_name) == kept


def test_a_long_name_keeps_its_extension():
    name = rules.tidy_name("a" * 300 + ".docx")
    assert len(name) == rules.LONGEST_NAME
    assert name.endswith("a.docx")


@given(st.text(max_size=300))
def test_whatever_the_name_it_is_safe_and_fits(name):
    kept = rules.tidy_name(name)
    assert 0 < len(kept) <= rules.LONGEST_NAME
    assert not set(kept) & set("/\\\r\n\0")
    assert kept not in (".", "..")
    assert 0 < len(rules.title_from(name)) <= rules.LONGEST_TITLE


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("jaar_plan-2026.pdf", "Jaar plan 2026"),
        ("toelichting-wet-markten.pdf", "Toelichting wet markten"),
        ("AIG self-assessment v4.xlsx", "AIG self-assessment v4"),
        ("nota versie 2.0", "Nota versie 2.0"),
        ("Beleid%20jeugd.pdf", "Beleid jeugd"),
        ("..pdf", "Pdf"),
        ("___.txt", "___"),
    ],
)
def test_a_title_is_made_from_a_name(name, title):
    assert rules.title_from(name) == title


@given(st.lists(st.integers(0, 90), max_size=12), st.integers(1, 40))
def test_portions_hold_everything_once_and_in_order(sizes, most):
    lengths = list(enumerate(sizes, start=1))
    found = rules.portions(lengths, most)
    read = [
        (piece.number, sign)
        for portion in found
        for piece in portion
        for sign in range(piece.start, piece.stop)
    ]
    assert read == [(number, sign) for number, length in lengths for sign in range(length)]
    assert all(sum(piece.stop - piece.start for piece in portion) <= most for portion in found)
    assert {piece.number for portion in found for piece in portion} == {number for number, _ in lengths}
    for number, _length in lengths:
        place = rules.portion_with(found, number)
        assert any(piece.number == number and piece.start == 0 for piece in found[place])


def test_a_page_that_does_not_exist_gives_the_first_portion():
    assert rules.portion_with(rules.portions([(1, 10), (2, 10)], 10), 99) == 0


@pytest.mark.parametrize(
    ("folder", "theme"),
    [
        ("jeugd_en_gezin", "Jeugd en gezin"),
        ("gezondheid-privacy", "Gezondheid-privacy"),
        ("x" * 99, "X" + "x" * 59),
    ],
)
def test_a_folder_makes_a_theme(folder, theme):
    assert theme_of(folder) == theme
