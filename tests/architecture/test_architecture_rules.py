"""The ten rules of the house, read off the code itself. What each means: docs/architecture.md."""

import pytest

from tests.architecture import checks
from tests.architecture.checks import ROOT, Checker

FORUM = list(checks.python_files("forum", "wsgi.py"))
ALL = [*FORUM, *checks.python_files("tests", "scripts")]  # migrations are written by a program
RULES: list[Checker] = [
    checks.reader_is_an_argument,
    checks.refusals_are_raised,
    checks.never_commits,
    checks.engine_behind_protocol,
    checks.no_hidden_imports,
    checks.asks_the_registry,
    checks.views_know_no_sql,
    checks.rules_are_pure,
    checks.reader_comes_first,
]
# Folders of templates and tests that belong to no room.
NO_ROOM = {"components", "errors", "mail", "project", "e2e"}


def keep(rule: Checker, files: list[tuple[str, str]]) -> None:
    complaints = [line for path, source in files for line in rule(path, source)]
    if complaints:
        pytest.fail("\n".join([str(rule.__doc__), *complaints]), pytrace=False)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_the_rule(rule: Checker) -> None:
    keep(rule, FORUM)


def test_content_is_read_through_the_door() -> None:
    models = checks.content_models(FORUM)
    assert {"Item", "Discussion"} <= models

    def rule(path: str, source: str) -> list[str]:
        return checks.one_door(path, source, models)

    rule.__doc__ = checks.one_door.__doc__
    keep(rule, FORUM)


@pytest.mark.parametrize(
    "rule", [checks.short_enough, checks.says_what_it_is], ids=lambda rule: rule.__name__
)
def test_every_file_is_short_and_well_named(rule: Checker) -> None:
    keep(rule, ALL)


def test_templates_scripts_and_styles_are_short() -> None:
    texts = [*ROOT.glob("templates/**/*.*"), *ROOT.glob("frontend/**/*.*")]
    files = [(str(path.relative_to(ROOT)), path.read_text()) for path in texts if path.suffix in SOURCES]
    keep(checks.short_enough, files)


SOURCES = {".html", ".txt", ".xml", ".css", ".js", ".mjs", ".ts"}


@pytest.mark.parametrize(
    "rule", [checks.template_asks_the_registry, checks.shows_no_raw_html], ids=lambda rule: rule.__name__
)
def test_templates_keep_the_rule(rule: Checker) -> None:
    files = [(str(path.relative_to(ROOT)), path.read_text()) for path in ROOT.glob("templates/**/*.html")]
    keep(rule, files)


def test_one_name_in_four_trees() -> None:
    rooms = {path.name for path in (ROOT / "forum").iterdir() if path.is_dir()}
    used = [path for path in (ROOT / "templates").iterdir() if path.is_dir()]
    for kind in ("unit", "integration", "property", "kinds"):
        folder = ROOT / "tests" / kind
        used += [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    strangers = {path.relative_to(ROOT).as_posix() for path in used if path.name not in rooms | NO_ROOM}
    assert {name for name in strangers if "__pycache__" not in name} == set()


def test_every_exception_still_exists() -> None:
    for place in [*checks.ASKS_THE_REQUEST, *checks.COMMITTERS]:
        assert (ROOT / place).exists(), f"{place} is gone; take it off the list"
