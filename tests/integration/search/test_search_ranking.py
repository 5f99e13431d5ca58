"""Which of two documents comes first, and why: each reason with everything else equal."""

from datetime import UTC, date, datetime, timedelta

from forum.search.engine import IndexDocument
from forum.search.whoosh_engine import WhooshEngine
from tests.engines import PUBLIC, doc, keys

TODAY = date(2026, 11, 30)
FILLER = "Wij schrijven over de buurt, de straten, het groen en wat mensen daar samen doen. "


def order(engine: WhooshEngine, text: str, **more: object) -> list[str]:
    return keys(engine, text, PUBLIC, **more)


def of_day(key: str, days_ago: int, **more: object) -> IndexDocument:
    at = datetime(2026, 11, 30, 12, tzinfo=UTC) - timedelta(days=days_ago)
    return doc(key, "Wijkbudget", FILLER, published_at=at, **more)


def test_a_title_counts_for_more_than_a_text(engine: WhooshEngine) -> None:
    engine.apply(
        [doc("item:1", "Over de buurt", "Het wijkbudget. " + FILLER), doc("item:2", "Wijkbudget", FILLER)]
    )
    assert order(engine, "wijkbudget") == ["item:2", "item:1"]


def test_the_question_word_for_word_comes_before_loose_words(engine: WhooshEngine) -> None:
    engine.apply(
        [
            doc("item:1", "Een", "De schuld is van later, de hulp is van nu. " + FILLER),
            doc("item:2", "Twee", "Er is hulp bij schuld in de wijk. " + FILLER),
        ]
    )
    assert order(engine, "hulp bij schuld") == ["item:2", "item:1"]


def test_all_words_come_before_some_words_however_often(engine: WhooshEngine) -> None:
    engine.apply(
        [
            doc("item:1", "Subsidie", "subsidie " + FILLER + "subsidie en nog eens subsidie"),
            doc("item:2", "Over geld", "Je vraagt subsidie voor een speeltuin. " + FILLER),
            *(doc(f"item:{number}", "Speeltuin", FILLER) for number in range(10, 14)),
            *(doc(f"item:{number}", "Subsidie", FILLER) for number in range(20, 24)),
        ]
    )
    assert order(engine, "subsidie speeltuin")[0] == "item:2"


def test_what_is_new_comes_first_of_what_answers_as_well(engine: WhooshEngine) -> None:
    engine.apply([of_day("item:1", 2000), of_day("item:2", 3), of_day("item:3", 400)])
    assert order(engine, "wijkbudget", today=TODAY) == ["item:2", "item:3", "item:1"]
    assert order(engine, "wijkbudget") == ["item:1", "item:2", "item:3"], "without a day it does not count"


def test_new_does_not_beat_a_better_answer(engine: WhooshEngine) -> None:
    engine.apply(
        [of_day("item:1", 3000), doc("item:2", "Vandaag", "Over het wijkbudget. " + FILLER,
                                     published_at=datetime(2026, 11, 30, tzinfo=UTC))]
    )  # fmt: skip
    assert order(engine, "wijkbudget", today=TODAY) == ["item:1", "item:2"]


def test_a_day_in_the_future_is_as_new_as_today(engine: WhooshEngine) -> None:
    engine.apply([of_day("item:1", 0), of_day("item:2", -500)])
    assert order(engine, "wijkbudget", today=TODAY) == ["item:1", "item:2"]


def test_the_groups_of_the_reader_come_first_of_what_answers_as_well(engine: WhooshEngine) -> None:
    engine.apply([of_day("item:1", 3, group_id=3), of_day("item:2", 3, group_id=7), of_day("item:3", 3)])
    assert order(engine, "wijkbudget", own_groups=frozenset({7})) == ["item:2", "item:1", "item:3"]
    assert order(engine, "wijkbudget", own_groups=frozenset({3}))[0] == "item:1"
    assert order(engine, "wijkbudget") == ["item:1", "item:2", "item:3"]


def test_what_is_marked_as_right_comes_first_and_what_is_outdated_last(engine: WhooshEngine) -> None:
    engine.apply([of_day("item:1", 3, boost=0.5), of_day("item:2", 3), of_day("item:3", 3, boost=1.2)])
    assert order(engine, "wijkbudget", today=TODAY) == ["item:3", "item:2", "item:1"]


def test_repeating_a_word_does_not_help(engine: WhooshEngine) -> None:
    engine.apply(
        [
            doc("item:1", "Alles over geld", "wijkbudget " * 1000),
            doc("item:2", "Wijkbudget", FILLER * 3),
            doc("item:3", "Wijkbudget wijkbudget wijkbudget wijkbudget", FILLER * 3),
            doc("item:4", "Over de wijk", "Het wijkbudget is er voor iedereen. " + FILLER * 3),
            *(doc(f"item:{number}", "Anders", FILLER * 3) for number in range(10, 20)),
        ]
    )
    found = order(engine, "wijkbudget")
    assert found[0] == "item:2"
    assert found.index("item:4") < found.index("item:1")


def test_a_long_document_is_found_beside_a_short_one_and_the_other_way_round(engine: WhooshEngine) -> None:
    about = "De nachtopvang is open. In de nachtopvang slaapt iedereen warm. "
    engine.apply(
        [
            doc("item:1", "Kort", about),
            doc("item:2", "Lang", FILLER * 100 + about * 20 + FILLER * 100),
            doc("item:3", "Noemt het eens", FILLER * 200 + "nachtopvang"),
            *(doc(f"item:{number}", "Anders", FILLER * (number - 9) * 10) for number in range(10, 20)),
        ]
    )
    found = order(engine, "nachtopvang")
    assert set(found[:2]) == {"item:1", "item:2"}, "what is about it, whatever its length"
    assert found[2] == "item:3"
