"""docs/glossary.md is the contract between Dutch and code: complete, and about nothing else."""

import re
from enum import StrEnum

import pytest
from flask import Flask

from forum.accounts.models import Scope
from forum.core import kinds
from forum.core.draft import DraftFor
from forum.core.group import MembershipRole, MembershipState, Preset
from forum.core.item import Audience, State
from forum.core.setting import GroupMakers, Registration
from forum.core.user import DigestFrequency, Role
from forum.library.models import ExtractionState
from forum.moderation.models import Decision, ReportState
from forum.notifications.models import MailWhen, Reason
from forum.site.models import Place
from forum.statements.models import Choice
from forum.webhooks.models import Why
from tests.architecture.checks import ROOT, python_files

ENUMS: tuple[type[StrEnum], ...] = (
    Role, Preset, MembershipRole, MembershipState, Audience, State, Choice, Decision, ReportState,
    ExtractionState, DigestFrequency, Registration, GroupMakers, Reason, MailWhen, Place, Scope, DraftFor, Why,
)  # fmt: skip
GLOSSARY = ROOT / "docs" / "glossary.md"


def rows() -> list[tuple[str, str]]:
    """The Dutch and the name in the code, of each row of each table."""
    cells = [
        line.split("|") for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("|")
    ]
    return [
        (cell[1].strip(), cell[2].strip().strip("`")) for cell in cells if cell[2].strip().startswith("`")
    ]


def test_every_kind_is_there_under_its_dutch_name(app: Flask) -> None:
    with app.test_request_context():
        wanted = {(str(kind.label), kind.code) for kind in kinds.every()}
    assert wanted
    assert wanted <= set(rows())


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_value_is_there(enum: type[StrEnum]) -> None:
    named = {code for _dutch, code in rows()}
    missing = {f"{enum.__name__}.{value.name}" for value in enum} - named
    assert not missing, f"add to docs/glossary.md: {sorted(missing)}"


def test_nothing_is_there_that_is_not_in_the_code(app: Flask) -> None:
    values = {f"{enum.__name__}.{value.name}" for enum in ENUMS for value in enum}
    source = "\n".join(text for _path, text in python_files("forum"))
    known = set(re.findall(r"^class (\w+)\(", source, re.MULTILINE)) | {kind.code for kind in kinds.every()}
    known |= {folder.name for folder in (ROOT / "forum").iterdir()}
    stray = {code for _dutch, code in rows()} - values - known
    assert not stray, f"docs/glossary.md names what does not exist: {sorted(stray)}"


def test_every_row_has_a_dutch_word() -> None:
    assert rows()
    assert [code for dutch, code in rows() if not dutch] == []
