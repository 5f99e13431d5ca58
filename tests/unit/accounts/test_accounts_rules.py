"""Codes and names."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts import rules
from forum.lib import clock


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("jan.de.vries@example.org", "Jan de Vries"),
        ("j.de.vries@example.org", "J. de Vries"),
        ("fatima_el-amrani@example.org", "Fatima el-amrani".replace("el-amrani", "El-Amrani")),
        ("de.jong@example.org", "De Jong"),
        ("ijsbrand@example.org", "IJsbrand"),
        ("ANNA+forum@example.org", "Anna"),
        ("k.jansen2@example.org", "K. Jansen"),
        ("12345@example.org", ""),
        ("--@example.org", ""),
    ],
)
def test_a_name_is_proposed_from_the_address(email: str, name: str) -> None:
    assert rules.proposed_name(email) == name


@given(st.emails())
def test_a_proposed_name_is_always_a_name_or_nothing(email: str) -> None:
    name = rules.proposed_name(email)
    assert len(name) <= rules.LONGEST_NAME
    assert name == " ".join(name.split())
    assert name.isprintable()


@pytest.mark.parametrize(
    "typed",
    [
        "123456",
        " 123 456 ",
        "123-456",
        "123–456",
        "1 2 3 4 5 6",
        "123\u00a0456",
        "１２３４５６",
        "123 456 is je code voor",
        "123456\n",
    ],
)
def test_a_code_can_be_pasted(typed: str) -> None:
    assert rules.code_from(typed) == "123456"


@pytest.mark.parametrize("typed", ["", None, "12345", "1234567", "abcdef", "٤٥٦٧٨٩", "9" * 5000])
def test_what_is_no_code(typed: str | None) -> None:
    assert rules.code_from(typed) is None


@given(st.text())
def test_whatever_is_typed_is_six_digits_or_nothing(typed: str) -> None:
    assert re.fullmatch(r"[0-9]{6}", rules.code_from(typed) or "000000")


def test_a_code_belongs_to_its_request() -> None:
    code = rules.new_code()
    assert re.fullmatch(r"[0-9]{6}", code)
    digest = rules.code_digest("abc", code)
    assert rules.is_code("abc", code, digest)
    assert not rules.is_code("abd", code, digest)
    assert not rules.is_code("abc", code, None)
    assert rules.code_from(rules.shown_code(code)) == code


def test_requests_end_by_use_time_or_guesses() -> None:
    now = clock.now()
    later = now + timedelta(seconds=1)
    assert rules.is_open(None, later, 4, now)
    assert not rules.is_open(now, later, 0, now)
    assert not rules.is_open(None, now, 0, now)
    assert not rules.is_open(None, later, 5, now)
