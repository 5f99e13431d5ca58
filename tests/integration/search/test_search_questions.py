"""Questions to a real index: hostile ones, and Dutch ones."""

import json
import time

import pytest

from forum.search.engine import Query
from forum.search.whoosh_engine import WhooshEngine
from tests.corpus import CORPUS, needs_corpus
from tests.engines import MEMBER, PUBLIC, doc, keys

# --- hostile questions --------------------------------------------------------------------------------

HOSTILE = [
    "",
    "   ",
    "\x00\x01\x02",
    "AND OR NOT",
    '"',
    '"plan',
    '"" "" ""',
    "title:plan",
    "labels:group AND plan",
    "*",
    "p*",
    "?" * 50,
    "[a TO z]",
    "(((((",
    "plan~2^5",
    "' OR 1=1 --",
    "plan\r\nBcc: x@y",
    "+" * 20,
    "plan " * 3000,
    "a" * 10_000,
    "\u202eplan\u202c",
    "\ud83d",
    "-" * 5000 + "plan",
    "1/2/3/" * 500,
    ".*.*.*.*.*x",
]


@pytest.mark.parametrize("text", HOSTILE, ids=[f"q{n}" for n in range(len(HOSTILE))])
def test_no_question_is_an_error_or_opens_anything(engine: WhooshEngine, text: str) -> None:
    engine.apply([doc("item:1", "Plan"), doc("item:2", "Plan and or not title labels", labels={"group:7"})])
    started = time.thread_time()
    hits = engine.search(Query(text=text, labels=PUBLIC))
    assert {hit.key for hit in hits.keys} <= {"item:1"}
    assert time.thread_time() - started < 2


def test_signs_of_query_languages_mean_nothing(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", "Plan"), doc("item:2", "Weg")])
    assert keys(engine, "pla*") == keys(engine, "pla")
    assert keys(engine, "plan NOT weg") == keys(engine, "plan not weg")
    assert set(keys(engine, "plan AND weg")) == {"item:1", "item:2"}


@needs_corpus
def test_the_injection_strings_are_only_words(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", "Plan"), doc("item:2", "geheim", labels={"group:7"})])
    strings = [text for text in json.loads((CORPUS / "attacks/strings/blns.json").read_text()) if text]
    assert len(strings) > 100
    for text in strings:
        assert {hit.key for hit in engine.search(Query(text=text, labels=PUBLIC)).keys} <= {"item:1"}


# --- finding in Dutch ---------------------------------------------------------------------------------


def test_a_compound_and_its_loose_parts_find_each_other(engine: WhooshEngine) -> None:
    engine.apply(
        [
            doc("item:1", "Het jeugdzorgplan", "tekst"),
            doc("item:2", "Ons plan jeugdzorg", "tekst"),
            doc("item:3", "Een plan voor de markt", "tekst"),
        ]
    )
    for text in ("jeugdzorgplan", "plan jeugdzorg", "jeugdzorg plan", "jeugdzorgplannen"):
        assert set(keys(engine, text)[:2]) == {"item:1", "item:2"}, text
    assert keys(engine, "jeugdzorgplan")[0] == "item:1"


def test_names_and_abbreviations_find_each_other(engine: WhooshEngine) -> None:
    engine.apply(
        [
            doc("item:1", body="Uitleg over de Wet maatschappelijke ondersteuning."),
            doc("item:2", body="Uitleg over de WMO."),
            doc("item:3", body="Een wet over iets anders, met ondersteuning."),
        ]
    )
    assert set(keys(engine, "wmo")) == {"item:1", "item:2"}
    assert set(keys(engine, "wet maatschappelijke ondersteuning")[:2]) == {"item:1", "item:2"}


def test_a_title_counts_for_more_and_all_words_come_before_some(engine: WhooshEngine) -> None:
    engine.apply(
        [
            doc("item:1", "Zwembad", "Over het dak."),
            doc("item:2", "Over het dak", "Het zwembad is dicht."),
            doc("item:3", "Dakdekker", "Een zwembad is er niet."),
        ]
    )
    assert keys(engine, "zwembad")[0] == "item:1"
    assert keys(engine, "zwembad dak")[-1] == "item:3"


def test_a_phrase_in_quotes_is_required_word_for_word(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", body="de rode brug over"), doc("item:2", body="brug met rode verf")])
    assert keys(engine, '"rode brug"') == ["item:1"]
    assert set(keys(engine, "rode brug")) == {"item:1", "item:2"}
    assert keys(engine, '"rode brug"', frozenset({"group:7"})) == []


def test_the_beginning_of_the_last_word_is_enough_from_three_letters(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", "Hondenuitlaatgebied")])
    assert keys(engine, "hondenuit") == ["item:1"]
    assert keys(engine, "ho") == []


def test_a_mistyped_word_finds_and_suggests_only_what_the_reader_may_see(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", "Vergunning voor een terras", labels={"group:7"})])
    member = engine.search(Query(text="terras vergunnign", labels=MEMBER))
    assert [hit.key for hit in member.keys] == ["item:1"]
    assert member.suggestion == "terras vergunning"
    stranger = engine.search(Query(text="terras vergunnign", labels=PUBLIC))
    assert (stranger.total, stranger.suggestion) == (0, None)


def test_a_hit_tells_which_words_of_the_question_it_holds(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", "Vergunningen", "terras")])
    (hit,) = engine.search(Query(text="de vergunning", labels=PUBLIC)).keys
    assert hit.terms == ("vergunning",)


def test_names_of_attachments_and_the_summary_are_found(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", "Stukken", extra="begroting-2025.pdf", summary="Alle stukken over geld")])
    assert keys(engine, "begroting") == ["item:1"]
    assert keys(engine, "begroting-2025") == ["item:1"]
    assert keys(engine, "geld") == ["item:1"]
