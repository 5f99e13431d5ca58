"""The demands on Dutch, as a table: what somebody types, and what a text says, that must meet."""

import pytest

from forum.search.analysis.dates import amount, day
from forum.search.analysis.dutch import PART, index_terms
from forum.search.analysis.fold import clean
from forum.search.analysis.tokens import tokenize
from forum.search.question import read

MEET = [
    # inflection
    ("gemeenten", "de gemeente"),
    ("kinderen", "een kind"),
    ("kind", "veel kinderen"),
    ("aanvragen", "zij heeft aangevraagd"),
    # compounds, both ways, with and without linking letters
    ("jeugdzorgplan", "plan jeugdzorg"),
    ("plan jeugdzorg", "jeugdzorgplan"),
    ("jeugdzorg plan", "de jeugdzorgplannen"),
    ("vergunningsaanvraag", "aanvraag van een vergunning"),
    ("vergunning aanvraag", "vergunningsaanvragen"),
    ("leerlingenvervoer", "vervoer van leerlingen"),
    ("leerling vervoer", "leerlingenvervoer"),
    ("gezinsvoogd", "de voogd van het gezin"),
    ("verkiezing gemeenteraad", "gemeenteraadsverkiezingen"),
    # diacritics
    ("coordinatie", "Coördinatie"),
    ("financiële", "financieel"),
    ("clienten", "cliënt"),
    # abbreviations and what they stand for
    ("Wmo", "WMO"),
    ("wmo", "Wet maatschappelijke ondersteuning"),
    ("jeugdgezondheidszorg", "de JGZ"),
    ("VVE", "voor- en vroegschoolse educatie"),
    ("gi", "G.I."),
    ("GI", "gecertificeerde instellingen"),
    # law and article
    ("artikel 2.3 Jeugdwet", "art. 2.3 van de Jeugdwet"),
    ("art. 2.3", "artikel 2.3"),
    ("artikel 7:658 BW", "artikel 7:658 BW"),
    # numbers and days
    ("12 mei 2024", "op 12-05-2024"),
    ("12-05-2024", "op 12 mei 2024"),
    ("12-5-2024", "2024-05-12"),
    ("12/05/2024", "12 mei 2024"),
    ("1250000", "€ 1.250.000"),
    ("1.250.000", "1250000 euro"),
    # words with digits and slashes
    ("2024/123", "zaaknummer 2024/123"),
    ("VO/MBO", "vo/mbo"),
    ("mbo", "VO/MBO"),
    ("Z24/00123", "z24/00123"),
]
APART = [
    ("2.3", "artikel 2.4"),
    ("12 mei 2024", "12 juni 2025"),
    ("23", "artikel 2.3"),
    ("kind", "kinderachtig"),
    ("2024/123", "2024/124"),
]


def held(asked: str, text: str) -> float:
    """The share of the words of the question that the text says in a way that counts as said."""
    there = {term for term, _position in index_terms(text)}

    def has(term: str) -> bool:
        return term in there or (not term.startswith(PART) and PART + term in there)

    def said(phrases: tuple[tuple[str, ...], ...]) -> bool:
        return all(has(term) for phrase in phrases for term in phrase)

    concepts = read(asked).concepts
    found = [
        any(said(way.every or (way.terms,)) for way in concept.ways if way.weight >= 0.35)
        for concept in concepts
    ]
    return sum(found) / len(found)


@pytest.mark.parametrize(("asked", "text"), MEET, ids=[f"{asked} = {text}" for asked, text in MEET])
def test_what_is_typed_meets_what_is_written(asked: str, text: str) -> None:
    assert held(asked, text) == 1


@pytest.mark.parametrize(("asked", "text"), APART, ids=[f"{asked} - {text}" for asked, text in APART])
def test_what_is_something_else_does_not_meet(asked: str, text: str) -> None:
    assert held(asked, text) < 1


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("12 mei 2024", "@2024-05-12"),
        ("1 sept 2024", "@2024-09-01"),
        ("12.5.2024", "@2024-05-12"),
        ("31-02-2024", None),
        ("31 februari 2024", None),
        ("12 mei", None),
        ("mei 2024", None),
        ("12 mei 24", None),
        ("5 mei 20245", None),
    ],
)
def test_a_day_is_one_term_however_it_is_written(text: str, term: str | None) -> None:
    found = day(list(tokenize(clean(text))))
    assert (found and found[0]) == term


def test_a_number_with_dots_for_thousands_is_an_amount_and_an_article_is_not() -> None:
    assert amount("1.250") == "1250"
    assert [amount(text) for text in ("2.3", "12.34", "1.2500", "1250", "1,250")] == [None] * 5


def test_a_day_far_into_a_text_is_found_too() -> None:
    assert ("@2024-05-12", 500) in list(index_terms("woord " * 500 + "12 mei 2024"))
