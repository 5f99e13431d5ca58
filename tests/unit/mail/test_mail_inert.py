"""Words of people in a mail can become neither links nor headers (T10)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from forum.mail.inert import JOINER, Trusted, inert, let_through, subject_line

SITE = "https://kennisplein.example.org"
# What mail programs make links of, roughly.
LINKIFIED = re.compile(
    r"\w+://\S|www\.\S|[^\s@\u2060]@[^\s@]|[^\W_]\.[a-z]{2,}|mailto:\S|tel:\S", re.IGNORECASE
)


@pytest.mark.parametrize(
    "text",
    [
        "http://evil.nl",
        "evil.nl",
        "www.evil.nl/pad?x=1",
        "www.1",
        "jan@evil.nl",
        "mailto:jan",
        "tel:0612345678",
        "a.b.c.nl",
    ],
)
def test_addresses_are_broken_but_look_the_same(text: str) -> None:
    assert LINKIFIED.search(text)
    assert not LINKIFIED.search(inert(text))
    assert inert(text).replace(JOINER, "") == text


@pytest.mark.parametrize(
    "text", ["Dag. Tot ziens.", "1.234", "10:30", "Let op: ja", "Jan de Vries", "3.5%", "…"]
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert inert(text) == text


@given(st.text(alphabet="ab.@:/w1 -", max_size=40))
def test_nothing_that_looks_like_a_link_is_left(text: str) -> None:
    assert not LINKIFIED.search(inert(text))
    assert inert(text).replace(JOINER, "") == text


@pytest.mark.parametrize("own", [SITE, f"{SITE}/groepen", f"{SITE}/?a=b"])
def test_addresses_of_our_own_pages_pass(own: str) -> None:
    assert let_through(own, SITE) == own


@pytest.mark.parametrize(
    "other", [f"{SITE}.evil.nl/", f"{SITE}@evil.nl", "https://evil.nl", f"{SITE}/ http://evil.nl"]
)
def test_addresses_that_look_like_ours_do_not(other: str) -> None:
    assert JOINER in str(let_through(other, SITE))


def test_our_own_texts_pass() -> None:
    assert let_through(Markup("a.nl"), SITE) == "a.nl"
    assert let_through(Trusted("a.nl"), SITE) == "a.nl"
    assert let_through(3, SITE) == 3


@given(st.text(max_size=400))
def test_a_subject_is_one_line(text: str) -> None:
    line = subject_line(text)
    assert len(line) <= 200
    assert not re.search(r"[\r\n\0\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", line)
