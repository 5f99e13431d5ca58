"""The catalogue of leaks in docs/testing.md: every row is there, and names tests that exist."""

import re

from tests.architecture.checks import ROOT, python_files

PAGE = ROOT / "docs" / "testing.md"
IDS = [f"T{number:02}" for number in range(1, 47)]
ROW = re.compile(r"^\| (T\d\d) \| ([^|]+) \| ([^|]+) \|([^|]*)\|$", re.MULTILINE)
NOTHING = "not yet applicable"


def rows() -> dict[str, tuple[str, list[str]]]:
    """State and tests of each row, by its id."""
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert [row[0] for row in found] == IDS
    return {code: (state.strip(), re.findall(r"`(\w+)`", tests)) for code, _what, state, tests in found}


def existing() -> set[str]:
    """The names of all tests."""
    return {
        name
        for _path, source in python_files("tests")
        for name in re.findall(r"^def (test_\w+)\(", source, re.MULTILINE)
    }


def test_each_proven_row_names_tests_that_exist() -> None:
    known = existing()
    assert "test_each_proven_row_names_tests_that_exist" in known
    for code, (state, tests) in rows().items():
        assert state in ("proven", NOTHING) or state.startswith("in part: "), f"{code}: {state}"
        assert bool(tests) == (state != NOTHING), f"{code} is {state} and names {tests}"
        missing = set(tests) - known
        assert not missing, f"{code} names tests that are not there: {sorted(missing)}"


def test_no_row_is_called_not_applicable_when_a_test_bears_its_name() -> None:
    tested = {name[5:8].upper() for name in existing() if re.match(r"test_t\d\d_", name)}
    assert "T01" in tested
    wrong = [code for code, (state, _tests) in rows().items() if state == NOTHING and code in tested]
    assert not wrong
