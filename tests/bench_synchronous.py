"""What `synchronous=FULL` costs: commits a second with it and with NORMAL, in turns, on the disk of FOLDER.

python -m tests.bench_synchronous [FOLDER]
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

TURNS, COMMITS = 6, 300


def commits_a_second(folder: Path, mode: str) -> float:
    """One writer, one row of the size of a reply in each commit."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        connection = sqlite3.connect(Path(place) / "bench.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={mode}")
        connection.execute("CREATE TABLE replies (id INTEGER PRIMARY KEY, body TEXT)")
        started = time.perf_counter()
        for _number in range(COMMITS):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO replies (body) VALUES (?)", ("x" * 1000,))
            connection.execute("COMMIT")
        took = time.perf_counter() - started
        connection.close()
    return COMMITS / took


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    found: dict[str, list[float]] = {"FULL": [], "NORMAL": []}
    for _turn in range(TURNS):
        for mode, figures in found.items():
            figures.append(commits_a_second(folder, mode))
    full, normal = (statistics.median(found[mode]) for mode in ("FULL", "NORMAL"))
    sys.stdout.write(
        f"FULL {full:.0f} commits/s, NORMAL {normal:.0f} commits/s; "
        f"a commit takes {1000 / full - 1000 / normal:.2f} ms longer\n"
    )


if __name__ == "__main__":
    main()
