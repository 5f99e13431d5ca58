"""Whatever people type, rendering ends well."""

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.lib.markup import render, teaser
from forum.lib.markup.sanitise import by_bleach, by_nh3
from forum.lib.markup.text import clean
from tests.harmless import faults

MARKERS = """* ** *** _ __ ` `` ``` ~~ ~~~ [ ] ( ) ![ ]( [a]: [a][b] < > <! <![ <!-- --> <? & &# &#2; &#x202e; &amp; \\ | |-|
:-: # ## - + 1. 2) > === --- " ' = / // : javascript: https:// mailto: www. .nl /bestanden/ .. %2e @ <a <b> </p> <svg <script>
<img\\tsrc=x onerror= <style> </textarea> <math> a é 😀 wzxhzdk:0 klzzwxh:0000""".split()
BLANKS = [
    " ",
    "    ",
    "\n",
    "\n\n",
    "\t",
    "\r",
    "\x00",
    "\x02",
    "\x03",
    "\u202e",
    "\ud800",
    "\u200b",
    "\u2028",
]

# Half a surrogate pair cannot be written to a database or a page, but can be in a string.
any_text = st.text(st.characters(exclude_categories=()), max_size=300)
markdown_like = st.lists(st.sampled_from(MARKERS + BLANKS), max_size=60).map("".join)
repeated = st.builds(
    lambda before, unit, times: before + unit * times,
    markdown_like,
    st.lists(st.sampled_from(MARKERS + BLANKS), min_size=1, max_size=4).map("".join),
    st.integers(1, 3000),
)

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(st.one_of(any_text, markdown_like))
def test_rendering_never_fails_and_never_leaks(source: str) -> None:
    rendered = render(source)
    assert faults(rendered.html) == []
    assert clean(rendered.text) == rendered.text
    (rendered.html + rendered.text).encode("utf-8")
    assert rendered == render(source)


@settings(unhurried, max_examples=40)
@given(repeated)
def test_repetition_is_over_in_time(source: str) -> None:
    started = time.thread_time()
    rendered = render(source)
    assert time.thread_time() - started < 2
    assert faults(rendered.html) == []


@unhurried
@given(st.one_of(any_text, markdown_like))
def test_each_sanitiser_is_enough_alone(source: str) -> None:
    source = clean(source)
    assert [fault for fault in faults(by_nh3(source)) if fault != "character"] == []
    assert [fault for fault in faults(by_bleach(source)) if fault != "character"] == []


@unhurried
@given(st.text(st.sampled_from("abc xyz  ,.\n"), max_size=300))
def test_plain_words_come_back(source: str) -> None:
    rendered = render(source)
    if not source.startswith(" ") and "\n " not in source:  # an indent makes code, with its own spaces
        assert rendered.text.split() == source.split()


@unhurried
@given(any_text, st.integers(0, 50))
def test_a_teaser_keeps_its_limit(text: str, limit: int) -> None:
    short = teaser(text, limit)
    assert len(short) <= limit
    assert "\n" not in short
    assert clean(short) == short
