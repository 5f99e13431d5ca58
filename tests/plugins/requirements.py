"""What a test needs of the machine: PostgreSQL, Redis, Chromium.

What is not here is counted and shown at the end as NOT RUN, with what to install; with `STRICT=1`
it is a failure, and so is any other skip: nobody can mistake a test that did not run for one that
passed.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest

PREFIX = "NOT RUN: "
# Marker -> a function that says why it cannot run here, or None. Filled by the other plugins.
NEEDS: dict[str, Callable[[], str | None]] = {}


def strict() -> bool:
    """True when everything must run."""
    return os.environ.get("STRICT", "") not in ("", "0")


def not_run(reason: str) -> NoReturn:
    """End this test as NOT RUN. `reason` says what lacks and what to install: "no X → install Y".

    Raises:
        Skipped, or with STRICT=1 Failed.
    """
    if strict():
        pytest.fail(PREFIX + reason, pytrace=False)
    pytest.skip(PREFIX + reason)


def require(reason: str | None) -> None:
    """`not_run` when there is a reason for it."""
    if reason is not None:
        not_run(reason)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers."""
    for name in ("needs_postgres", "needs_redis", "needs_chromium", "needs_small_disk", "needs_systemd"):
        config.addinivalue_line("markers", f"{name}: NOT RUN on a machine without it")
    config.addinivalue_line("markers", "sqlite_is_enough(reason): never run on PostgreSQL (docs/testing.md)")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the option that says on which databases to run."""
    parser.addoption("--databases", default="sqlite", help="run tests with an app on these: sqlite,postgres")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test with an app once on each database that was asked for."""
    databases = metafunc.config.getoption("--databases").split(",")
    if marker := metafunc.definition.get_closest_marker("sqlite_is_enough"):
        [_reason] = marker.args
        databases = ["sqlite"]
    if "database" in metafunc.fixturenames and databases != ["sqlite"]:
        metafunc.parametrize("database", databases, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The database that this test runs on: "sqlite" or "postgres"."""
    name: str = getattr(request, "param", "sqlite")
    return name


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Look at the markers before any fixture is made."""
    for name, missing in NEEDS.items():
        if item.get_closest_marker(name):
            require(missing())


def _refuse_skip(report: Any) -> None:
    """Turn a skip (not an expected failure) into a failure when everything must run."""
    if strict() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"STRICT=1 allows no skip: {_reason(report)}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


def _reason(report: Any) -> str:
    longrepr = report.longrepr
    text = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return text.removeprefix("Skipped: ").removeprefix("STRICT=1 allows no skip: ")


def summary(reports: list[Any]) -> list[str]:
    """The lines of the closing section for these skipped reports."""
    counted = Counter(_reason(report).removeprefix(PREFIX) for report in reports)
    lines = [f"NOT RUN: {counted.total()}"]
    lines += [f"  {count} x {reason}" for reason, count in sorted(counted.items())]
    return lines


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Close with what did not run, what the linters said, and the time from the very start."""
    if hasattr(config, "workerinput"):
        return
    terminalreporter.section("not run")
    for line in summary(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line)
    if os.environ.get("CHECK_FAILED"):
        terminalreporter.write_line(f"LINT FAILED (see above): {os.environ['CHECK_FAILED']}", red=True)
    if os.environ.get("CHECK_STARTED"):
        took = time.time() - float(os.environ["CHECK_STARTED"])
        terminalreporter.write_line(f"total time, checks included: {took:.0f} s")
