"""The attack corpus is harmless after each sanitiser alone and after the whole chain."""

from collections.abc import Callable

import pytest

from forum.lib.markup import render
from forum.lib.markup.sanitise import by_bleach, by_nh3
from forum.lib.markup.text import clean
from tests.attacks import attack_sources, in_markdown, string_sources
from tests.corpus import needs_corpus
from tests.harmless import faults

STAGES: dict[str, Callable[[str], str]] = {
    "bleach": lambda source: by_bleach(clean(source)),
    "nh3": lambda source: by_nh3(clean(source)),
    "whole": lambda source: render(source).html,
    "bleach of nh3": lambda source: by_bleach(by_nh3(clean(source))),
}


def list_faults(stage: Callable[[str], str], sources: list[tuple[str, str]]) -> dict[str, list[str]]:
    results = {name: faults(stage(source)) for name, source in sources}
    return {name: found for name, found in results.items() if found}


@needs_corpus
@pytest.mark.parametrize("stage", STAGES)
def test_every_vector_is_harmless(stage: str) -> None:
    sources = list(attack_sources())
    assert len(sources) > 900
    assert list_faults(STAGES[stage], sources) == {}


@needs_corpus
def test_every_vector_is_harmless_everywhere_in_markdown() -> None:
    sources = [(name, "\n\n".join(in_markdown(source))) for name, source in attack_sources()]
    assert list_faults(STAGES["whole"], sources) == {}


@needs_corpus
def test_odd_strings_are_harmless() -> None:
    assert list_faults(STAGES["whole"], list(string_sources())) == {}


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p onclick=x>",
        '<a href="javascript:x">a</a>',
        '<a href="https://a.nl">a</a>',
        '<img src="https://a.nl/x.png">',
        '<img src="/bestanden/%2e%2e/x">',
        "<!-- x -->",
        "<h1>x</h1>",
        "</main><p>x",
        "a\x02b",
        '<p style="x">a</p>',
        "<svg><p>x</p></svg>",
        "<body onload=x><p>x</p>",
    ],
)
def test_the_check_itself_sees_what_is_wrong(html: str) -> None:
    assert faults(html)


def test_the_check_itself_accepts_what_is_right() -> None:
    assert (
        faults('<p><a href="/x" rel="nofollow noopener ugc">a</a><img alt="" src="/bestanden/x.png"></p>')
        == []
    )
