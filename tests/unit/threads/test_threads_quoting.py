"""Quoting a reply: their own words, in a quote that nothing escapes from."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.lib.markup import render
from forum.threads.quoting import LONGEST_QUOTE, quote
from tests.attacks import attack_sources, in_markdown
from tests.harmless import faults
from tests.property.test_markup_property import any_text, markdown_like

ADDRESS = "/reacties/bcdfghjkmnpq"


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pure: no app, so the Dutch text itself."""
    monkeypatch.setattr("forum.threads.quoting._", lambda text, **values: text % values)


def test_it_names_the_writer_and_links_to_the_reply() -> None:
    said = quote("Samira de Wit", ADDRESS, "Wij bellen eerst.\n\nAltijd.")
    assert said == f"> [Samira de Wit schreef]({ADDRESS}):\n> Wij bellen eerst.\n>\n> Altijd.\n\n"
    html = render(said + "Eens.").html
    assert f'<a href="{ADDRESS}"' in html
    assert html.endswith("<p>Eens.</p>")


def test_what_they_quoted_themselves_is_left_out() -> None:
    assert "> Nee\n" in quote("A", ADDRESS, "> Eerder\n\nNee") + "\n"
    assert "Eerder" not in quote("A", ADDRESS, "> Eerder\n\nNee")
    assert "Eerder" in quote("A", ADDRESS, "> Eerder")  # or nothing would be left


def test_a_long_text_is_cut_between_words() -> None:
    said = quote("A", ADDRESS, "woord " * 1000)
    assert len(said) < LONGEST_QUOTE + 100
    assert said.rstrip().endswith("woord …")


def test_a_name_is_no_markup() -> None:
    html = render(quote("[Jan](https://elders.example) **B**", ADDRESS, "x")).html
    assert "elders.example</a>" not in html
    assert "<strong>" not in html
    assert html.count("<a ") == 1


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.one_of(any_text, markdown_like), st.text(max_size=80))
def test_a_quote_of_anything_is_harmless_and_stays_a_quote(source: str, name: str) -> None:
    html = render(quote(name, ADDRESS, source) + "Einde van mijn reactie").html
    assert faults(html) == []
    assert "Einde van mijn reactie" in html.rpartition("</blockquote>")[2]


def test_the_attack_corpus_in_a_quote() -> None:
    tried = 0
    for name, source in list(attack_sources())[::7]:
        for text in in_markdown(source):
            assert faults(render(quote(source[:80], ADDRESS, text)).html) == [], name
            tried += 1
    assert tried == 0 or tried > 500
