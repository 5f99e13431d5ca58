"""What is imported later, and what is not there for who looks just in case."""

import os
import subprocess
import sys
from pathlib import Path

from forum.lib.later import later
from tests.architecture.checks import ROOT


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_it_is_imported_at_its_first_use() -> None:
    module = later("colorsys")
    sys.modules.pop("colorsys", None)
    assert "colorsys" not in sys.modules
    assert module.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
    assert "colorsys" in sys.modules


def test_in_the_block_it_is_not_there() -> None:
    code = """
from forum.lib.later import absent
with absent("colorsys"):
    try:
        import colorsys
    except ImportError:
        print("absent")
import colorsys
with absent("colorsys"):
    import colorsys
    print(colorsys.__name__)
"""
    assert run(code).split() == ["absent", "colorsys"]


def test_a_process_does_not_load_what_it_seldom_needs(tmp_path: Path) -> None:
    heavy = "holidays obstore psycopg redis webauthn cryptography reportlab rich wordfreq".split()
    code = f"import sys, wsgi; wsgi.share(); print(*(name for name in {heavy!r} if sys.modules.get(name)))"
    environ = {
        "KENNISPLEIN_DATA": str(tmp_path),
        "KENNISPLEIN_ENV": "development",
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_the_holidays_are_those_of_the_library() -> None:
    code = """
from datetime import date, timedelta
from forum.notifications import rules
days = [date(2024, 1, 1) + timedelta(days=number) for number in range(2000)]
found = [day for day in days if day in rules._holidays()]
import holidays
assert found == [day for day in days if day in holidays.country_holidays("NL")]
print(len(found))
"""
    assert int(run(code)) > 40
