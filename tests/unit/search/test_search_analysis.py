"""The Dutch analyzer: which words meet, which stay apart, and how text is cut."""

import pytest

from forum.search.analysis.compounds import leaves, split
from forum.search.analysis.dutch import PART, forms, index_terms
from forum.search.analysis.fold import clean, fold
from forum.search.analysis.lemma import lemma
from forum.search.analysis.synonyms import starter
from forum.search.analysis.tokens import tokenize

JOIN = """
gemeente gemeenten gemeentes
kind kinderen
huis huizen
stad steden
lid leden
raadslid raadsleden
kerntaak kerntaken
schade schades
wethouder wethouders
jongere jongeren
jeugdige jeugdigen
ouder ouders
verordening verordeningen
besluit besluiten
vergunning vergunningen
aanvraag aanvragen aangevraagd
gebruik gebruiken gebruikt
plaats plaatsen geplaatst
betalen betaalt betaald betaalde
verzoek verzoeken
advies adviezen
eis eisen
school scholen
pleeggezin pleeggezinnen
muskusrat muskusratten
dakkapel dakkapellen
idee ideeën ideeen
cliënt clienten cliënten client
coördinatie coordinatie
financieel financiële financiele
uithuisplaatsing uithuisplaatsingen
jeugdzorgplan jeugdzorgplannen
wijkteam wijkteams
hondenbelasting hondenbelastingen
inkomen inkomens
gemeentelijk gemeentelijke
programma programma's
regel regels
""".strip().splitlines()

APART = """
gemeente menen
gemeente gemeentelijk
politie politiek
minister ministerie
rechter recht
ouder oudere
jeugd jeugdige
arm armoede
ijs ijzer
notaris notulen
regel regeling
wonen woning
datum data
kamer kamperen
wet weten
zorg zorgvuldig
raad radio
plan plant
bestuur bestuurder
huis huisarts
""".strip().splitlines()


def term(word: str) -> str:
    """The whole-word term of one written word."""
    (token,) = tokenize(clean(word))
    return forms(token.whole).whole


@pytest.mark.parametrize("family", JOIN)
def test_forms_of_one_word_share_a_term(family: str) -> None:
    assert len({term(word) for word in family.split()}) == 1


@pytest.mark.parametrize("pair", APART)
def test_different_words_stay_apart(pair: str) -> None:
    first, second = pair.split()
    assert term(first) != term(second)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("hondenbelasting", ("honden", "belasting")),
        ("gezinsvoogd", ("gezin", "voogd")),
        ("leerlingenvervoer", ("leerling", "vervoer")),
        ("rampschade", ("ramp", "schade")),
        ("jeugdzorgplan", ("jeugd", "zorg", "plan")),
        ("omgevingsvergunning", ("omgeving", "vergunning")),
        ("kinderrechter", ("kinder", "rechter")),
        ("straatverlichting", ("straat", "verlichting")),
        ("fraudebestrijding", ("fraude", "bestrijding")),
    ],
)
def test_compounds_fall_into_their_parts(word: str, parts: tuple[str, ...]) -> None:
    found = leaves(word)
    assert tuple(map(lemma, found)) == tuple(map(lemma, parts))


@pytest.mark.parametrize(
    "word",
    "minister gemeente onderzoek vergunning samenwerking organisatie overheid eigenschap regering bestuur"
    " zwangerschap veiligheid evaluatie aanvraag".split(),
)
def test_simple_words_are_not_split(word: str) -> None:
    assert split(word) == ()


def test_a_compound_and_its_parts_stand_at_one_position() -> None:
    terms = list(index_terms("Het jeugdzorgplan"))
    assert ("jeugdzorgplan", 1) in terms
    assert {(PART + "jeugdzorg", 1), (PART + "plan", 1), (PART + "zorg", 1)} <= set(terms)
    assert ("plan", 1) not in terms


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("artikel 2.3 van de Wmo", ["artikel", "2.3", "van", "de", "wmo"]),
        ("zaak 2024/123", ["zaak", "2024/123"]),
        ("G.I. en V.V.E.", ["gi", "en", "vve"]),
        ("b&w besluit", ["b&w", "besluit"]),
        ("foto's", ["foto"]),
        ("AI-model", ["aimodel"]),
        ("JGZ, VVE; (Woo)", ["jgz", "vve", "woo"]),
        ("", []),
        ("\x00\x01 \u200b -- ''", []),
    ],
)
def test_text_is_cut_into_words(text: str, wholes: list[str]) -> None:
    assert [token.whole for token in tokenize(clean(text))] == wholes


def test_a_number_with_a_slash_is_found_by_its_parts_too() -> None:
    assert {"2024/123", "2024", "123"} <= {found for found, _ in index_terms("nummer 2024/123")}


def test_a_word_broken_by_a_line_end_is_joined_but_a_hanging_hyphen_is_not() -> None:
    assert clean("gemeen-\nte") == "gemeente"
    assert "voor-" in clean("voor-\nen vroegschools")


def test_folding_takes_case_and_diacritics_away() -> None:
    assert fold("ÉÉN") == fold("een")
    assert fold("Coördinatie") == "coordinatie"


def test_an_abbreviation_and_its_full_name_are_names_for_one_thing() -> None:
    names = starter().synonyms((term("wmo"),))
    assert tuple(map(term, "wet maatschappelijke ondersteuning".split())) in names
    assert (term("wmo"),) in starter().synonyms(
        tuple(map(term, "wet maatschappelijke ondersteuning".split()))
    )
    assert starter().synonyms((term("fiets"), term("pomp"))) == ()


@pytest.mark.parametrize(
    "word", "gemeenten aangevraagd jeugdzorgplannen ideeen uithuisplaatsingen leden".split()
)
def test_analysing_a_term_again_changes_nothing(word: str) -> None:
    assert term(term(word)) == term(word)


def test_very_long_runs_of_letters_do_no_harm() -> None:
    assert len(list(index_terms("a" * 100_000))) <= 1
    assert all(len(found) <= 300 for found, _ in index_terms("-".join("ab" * 50 for _ in range(200))))
