"""Real documents, good and bad: each gives its text, or a reason."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from forum.library.extraction.outcome import DEFAULT_LIMITS, Extraction, Reason
from forum.library.extraction.run import extract
from forum.storage.types import detect
from tests.corpus import CORPUS, needs_corpus

pytestmark = [needs_corpus, pytest.mark.timeout(280)]


def read(path: Path) -> tuple[Extraction, float]:
    started = time.monotonic()
    return extract(path, detect(path, path.name).media_type), time.monotonic() - started


def read_all(folder: Path) -> dict[str, tuple[Extraction, float]]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    with ThreadPoolExecutor(2) as pool:
        return {
            str(path.relative_to(folder)): outcome
            for path, outcome in zip(paths, pool.map(read, paths), strict=True)
        }


def test_every_real_document_gives_its_text() -> None:
    outcomes = read_all(CORPUS / "documents")
    assert len(outcomes) == 344
    assert {name: found.reason for name, (found, _) in outcomes.items() if found.reason} == {}
    assert [name for name, (found, _) in outcomes.items() if found.truncated or len(found.text) < 100] == []
    paged = {name: found for name, (found, _) in outcomes.items() if name.endswith(".pdf")}
    assert {found.page_kind for found in paged.values()} == {"page"}
    assert sum(len(found.pages) for found in paged.values()) == 1_494
    text = "\n".join(found.text for found, _ in outcomes.values())
    assert not [character for character in ("\x00", "\ufffe", "\u00ad", "\r") if character in text]


def test_every_odd_file_ends_in_text_or_a_reason() -> None:
    outcomes = read_all(CORPUS / "documents-odd")
    assert len(outcomes) == 242
    assert max(seconds for _, seconds in outcomes.values()) < DEFAULT_LIMITS.seconds
    count = Counter(found.reason for found, _ in outcomes.values())
    assert count[None] >= 130
    assert count[Reason.ENCRYPTED] >= 20
    assert count[Reason.TIMEOUT] == count[Reason.TOO_LARGE] == 0


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nl-scan-of-leeg/blg-1007826.pdf", Reason.SCANNED),
        ("nl-scan-of-leeg/test_broken.pdf", Reason.DAMAGED),
        ("pdfCabinetOfHorrors/encryption_openpassword.pdf", Reason.ENCRYPTED),
        ("poi/protected_agile.docx", Reason.ENCRYPTED),
        ("tika/testODTEncrypted.odt", Reason.ENCRYPTED),
        ("tika/testEXCEL_protected_passtika.xlsx", Reason.ENCRYPTED),
        ("poi/ExternalEntityInText.docx", Reason.DAMAGED),
        ("poi/poc-xmlbomb.xlsx", Reason.DAMAGED),
        ("tika/testWORD_truncated.docx", Reason.DAMAGED),
        ("tika/droste.zip", Reason.UNKNOWN_TYPE),
        ("govuk-notify-spreadsheets/actually_a_png.xlsx", Reason.UNKNOWN_TYPE),
        ("pdfjs/empty#hash.pdf", Reason.EMPTY),
        ("govuk-notify-spreadsheets/xlsx_QQQ1234567.xlsx", None),
    ],
)
def test_odd_files_end_in_the_right_reason(name: str, reason: Reason | None) -> None:
    assert read(CORPUS / "documents-odd" / name)[0].reason == reason


@pytest.mark.parametrize(
    "folder",
    ["archives", "files", "filetypes", "images", "svg", "polyglot-pdf", "xss", "csv", "mail", "strings"],
)
def test_hostile_files_end_in_text_or_a_reason_and_harm_nobody(folder: str) -> None:
    for name, (found, seconds) in read_all(CORPUS / "attacks" / folder).items():
        assert seconds < DEFAULT_LIMITS.seconds, name
        assert "root:x:0:0" not in found.text, name
        found.text.encode("utf-8")


def test_a_word_on_a_page_is_found_on_that_page() -> None:
    found, _ = read(CORPUS / "documents" / "ict-kwaliteit" / "ICTU-Kwaliteitsaanpak.pdf")
    assert (len(found.pages), found.title) == (50, "ICTU Kwaliteitsaanpak Softwareontwikkeling")
    assert "Kwaliteitsaanpak" in found.pages[0]
