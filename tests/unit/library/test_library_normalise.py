"""Extracted text is fit to store, to search and to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.library.extraction.encoding import decode
from forum.library.extraction.normalise import clean, join_broken_words
from forum.library.extraction.titles import sensible


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("jeugd\u00adzorg", "jeugdzorg"),
        ("e\u0301e\u0301n", "één"),
        ("a\x00b\x07c", "a b c"),
        ("a \t\u00a0 b", "a b"),
        ("a  \r\n  b\x0cc\u2028d", "a\nb\nc\nd"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("o\ufb03cieel", "officieel"),
        ("\uf0b7 punt", "punt"),
        ("weg\u200b\ufeff\u202e", "weg"),
        ("half \ud83d weg", "half weg"),
        ("🙂 blijft", "🙂 blijft"),
        ("z" + "\u0301" * 5000, "ź" + "\u0301" * 9),
    ],
)
def test_noise_goes_and_words_stay(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text(st.characters(), max_size=200))
def test_what_is_cleaned_can_always_be_stored_and_is_clean(raw: str) -> None:
    cleaned = clean(raw)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert "  " not in cleaned
    assert "\n\n\n" not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@pytest.mark.parametrize(
    ("broken", "joined"),
    [
        ("verze-\nkering", "verzekering"),
        ("verze\ufffekering", "verzekering"),
        ("verze\u00ad\r\nkering", "verzekering"),
        ("CBS-\ncode", "CBS-code"),
        ("CBS\ufffecode", "CBS-code"),
        ("2024-\n2028", "2024-2028"),
        ("re-\nintegratie", "re-integratie"),
        ("een e-\nmail", "een e-mail"),
        ("jeugd-\nen gezinszorg", "jeugd- en gezinszorg"),
        ("jeugd\ufffeof gezinszorg", "jeugd- of gezinszorg"),
        ("zorg - \nvraag", "zorg - \nvraag"),
        ("jeugd-zorg", "jeugd-zorg"),
        ("gemeente-\nlijk", "gemeentelijk"),
    ],
)
def test_words_broken_at_a_line_end_are_joined_with_care(broken: str, joined: str) -> None:
    assert join_broken_words(broken) == joined


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Plan van aanpak jeugd", "Plan van aanpak jeugd"),
        ("  Microsoft Word -  Nota  ouderbetrokkenheid ", "Nota ouderbetrokkenheid"),
        ("Microsoft Word - nota_def.doc", None),
        ("Document1", None),
        ("PowerPoint-presentatie", None),
        ("Titel", None),
        ("untitled", None),
        ("None", None),
        ("{Documentnaam}", None),
        ("BWBR0034925", None),
        ("20131104_nota_v3", None),
        ("12-03-2014 / 34", None),
        ("C:\\stukken\\plan van aanpak", None),
        ("Jaarverslag.pdf", None),
        ("x", None),
        ("", None),
        (None, None),
        ("lang " * 100, None),
        ("Jeugdzorg", "Jeugdzorg"),
        ("WCAG 2.1 onderzoek", "WCAG 2.1 onderzoek"),
    ],
)
def test_only_titles_that_say_something_are_kept(title: str | None, kept: str | None) -> None:
    assert sensible(title) == kept


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_occur(name: str) -> None:
    assert decode("één plan € 5".encode(name)) == "één plan € 5"


def test_a_declared_encoding_is_believed_when_it_fits() -> None:
    assert decode("ćma".encode("iso-8859-2"), "iso-8859-2") == "ćma"
    assert decode("één".encode(), "us-ascii") == "één"
    assert decode("één".encode(), "geen-bestaande") == "één"
    assert decode("één".encode(), "hex") == "één"


def test_text_cut_inside_a_character_stays_readable() -> None:
    assert decode("caf\u00e9".encode()[:-1]) == "caf"


@given(st.binary(max_size=100), st.sampled_from([None, "utf-16", "rot13", "idna", "utf-7", "\0", "x" * 50]))
def test_decoding_never_raises(data: bytes, declared: str | None) -> None:
    assert isinstance(decode(data, declared), str)
