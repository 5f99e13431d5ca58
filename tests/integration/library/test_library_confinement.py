"""The process that reads a document can do nothing, and what it says is believed little."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from forum.library.extraction.child import WorkerFailed
from forum.library.extraction.outcome import Extraction, Limits, Reason
from forum.library.extraction.run import extract
from forum.storage.types import detect
from tests.plugins.services import PATIENCE


def read(folder: Path, content: bytes, name: str = "stuk", limits: Limits | None = None) -> Extraction:
    path = folder / "content"
    path.write_bytes(content)
    return extract(path, detect(path, name).media_type, limits=limits or Limits())


def test_a_reader_that_does_not_start_is_not_blamed_on_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(WorkerFailed):
        read(tmp_path, b"dag", "a.txt")


def child(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let this shell script play the reader: one that a document took over."""
    program = folder / "program"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))


def running(mark: str) -> bool:
    """Say whether a process with this in its command is alive."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in entry.read_bytes():
                return True
        except OSError:
            continue
    return False


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("sleep 61.7{n} & sleep 61.7{n}", Reason.TIMEOUT),
        ("sleep 61.7{n} & exit", Reason.TIMEOUT),
        ("exec >/dev/null; sleep 61.7{n} & sleep 61.7{n}", Reason.TIMEOUT),
        ("exec >/dev/null; sleep 61.7{n} & exit 1", Reason.DAMAGED),
    ],
)
def test_a_reader_is_killed_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: Reason
) -> None:
    number = str(tmp_path.stat().st_ino)
    child(tmp_path, monkeypatch, "echo '{\"ready\": true}'; " + script.replace("{n}", number))
    started = time.monotonic()
    assert read(tmp_path, b"dag", "a.txt", Limits(seconds=0.5)).reason == reason
    assert time.monotonic() - started < PATIENCE  # a whole minute when nobody killed it
    while running(f"61.7{number}"):  # killed, and perhaps not yet gone
        assert time.monotonic() - started < PATIENCE
        time.sleep(0.05)


def test_a_reader_that_holds_its_breath_runs_out_of_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child(tmp_path, monkeypatch, "echo '{\"ready\": true}'; exec sleep 61.74")
    assert read(tmp_path, b"dag", "a.txt", Limits(seconds=0.5)).reason == Reason.TIMEOUT


def test_a_reader_that_never_stops_talking_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child(tmp_path, monkeypatch, 'echo \'{"ready": true}\'; exec yes \'{"page": "x\\u0000\\ud800y"}\'')
    found = read(tmp_path, b"dag", "a.txt", Limits(pages=3))
    assert found.pages == ("xy", "xy", "xy")
    assert found.truncated


@pytest.mark.parametrize(
    "line", ["{", "[]", "null", '{"page": 3}', '{"kind": "boek"}', '{"end": "zomaar"}', "[" * 100_000]
)
def test_a_reader_that_talks_nonsense_gives_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    (tmp_path / "line").write_text(line + "\n")
    child(tmp_path, monkeypatch, f"echo '{{\"ready\": true}}'; cat {tmp_path}/line")
    found = read(tmp_path, b"dag", "a.txt")
    assert found.pages == ()
    assert found.reason in (Reason.DAMAGED, Reason.EMPTY)


CONFINED = """
import os, resource, socket
from forum.library.extraction.confine import confine
from forum.library.extraction.outcome import Limits
from tests.plugins.services import PATIENCE
confine(Limits(memory=300 * 1024 * 1024))
try:
    with open({path!r}, "wb") as file:
        file.write(b"x")
    print("wrote")
except OSError:
    print("no file")
try:
    bytearray(400 * 1024 * 1024)
    print("much memory")
except MemoryError:
    print("no memory")
print(resource.getrlimit(resource.RLIMIT_CPU)[1], resource.getrlimit(resource.RLIMIT_CORE)[1])
print(resource.getrlimit(resource.RLIMIT_NPROC)[1])
"""


def test_the_reader_can_write_nothing_and_start_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONFINED.format(path=str(tmp_path / "x"))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["no file", "no memory", "20 0", "0"]


def test_the_reader_loads_one_parser_and_nothing_of_the_web(tmp_path: Path) -> None:
    code = "import sys, forum.library.extraction.worker, forum.library.extraction.pdf; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "pypdfium2" in loaded
    assert not loaded & {
        "flask",
        "sqlalchemy",
        "werkzeug",
        "PIL",
        "python_calamine",
        "selectolax",
        "puremagic",
    }
