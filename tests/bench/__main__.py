"""`make bench [SHORT=1] [JSON=FILE] [BENCH=folder]`: the site beside a bare page of 20 rows, in one run.

Every sort of page is asked in turn, round after round, so that whatever else the machine does falls on all of them.
Compare within one run only: the ratios, and the processor time of an answer. The filled databases stay in
the folder for the next run.
"""

# ruff: noqa: T201 (a command for people: it prints)
import argparse
import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench import places, report, servers
from tests.bench.asking import Page, first_load

ROUNDS, EACH = 6, 60
SHORT_ROUNDS, SHORT_EACH = 3, 20
ADDING_SECONDS, SHORT_ADDING_SECONDS = 40, 12


def main() -> None:
    """Fill what is not filled, start everything, measure, print, stop everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("data/bench"))
    parser.add_argument("--short", action="store_true", help="fewer rounds: a minute instead of some four")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    os.nice(5)
    folder: Path = options.folder.resolve()
    known = {name: places.prepared(folder, name) for name in ("full", "small")}
    database = places.page20_database(folder)
    rounds, each = (SHORT_ROUNDS, SHORT_EACH) if options.short else (ROUNDS, EACH)
    with ExitStack() as running:
        whole = running.enter_context(servers.together(folder / "full"))
        full = whole["web"]
        small = running.enter_context(servers.site(folder / "small"))
        bare = running.enter_context(servers.page20(database))
        pages = places.pages(full, small, bare, known, places.writing(folder / "full"))
        for page in pages:
            page.ask(max(each, len(page.paths)), counted=False)  # what a process learns once
        for number in range(rounds):
            print(f"round {number + 1} of {rounds}", flush=True)
            for page in pages:
                page.ask(each)
        print("search while a document a second is added", flush=True)
        seconds = SHORT_ADDING_SECONDS if options.short else ADDING_SECONDS
        pages.append(_search_while_adding(folder / "full", places.searching(full, known["full"]), seconds))
        weights = {
            "front page, visitor": first_load(full, "/"),
            "discussion, visitor": first_load(full, known["full"]["discussion"]),
            "discussion, member": first_load(full, known["full"]["discussion"], known["full"]["cookie"]),
        }
        memory = report.memory_of(whole)
    found = report.figures(pages, places.queries(folder, pages), weights, memory)
    print(report.table(found))
    if options.json:
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _search_while_adding(data: Path, page: Page, seconds: int) -> Page:
    command = [sys.executable, "-m", "tests.bench.adding"]
    environ: dict[str, Any] = {**os.environ, **servers.site_environ(data)}
    with subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as adding:
        if adding.stdin is None or adding.stdout is None:
            raise RuntimeError("no pipes")
        adding.stdout.readline()  # "ready"
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            page.ask(5)
            time.sleep(0.1)
        adding.stdin.close()
    return page


if __name__ == "__main__":
    main()
