"""The process that reads one document: `python -m forum.library.extraction.worker PATH READER LIMITS`.

It writes JSON lines to its standard output: ready, kind, title, page (many), end. It loads its parser
first, then gives up its rights, then opens the file.
"""

import importlib
import json
import os
import sys
from pathlib import Path

from forum.library.extraction.confine import confine
from forum.library.extraction.outcome import Full, Limits, Reason, Refused
from forum.library.extraction.sink import Sink


def main(path: str, reader: str, limits: Limits) -> None:
    """Read the document and leave the process; whatever the parser does, an end is written."""
    # By name, because each parser brings a library of its own and a fresh process should load only one.
    parser = importlib.import_module(f"forum.library.extraction.{reader}")
    sink = Sink(sys.stdout.buffer, limits)
    sink.ready()
    confine(limits)
    reason: Reason | None = None
    try:
        parser.read(Path(path), sink)
    except Full:
        sink.truncated = True
    except Refused as refusal:
        reason = refusal.reason
    except MemoryError:
        reason = Reason.TOO_LARGE
    except BaseException:  # noqa: BLE001 - parsers raise anything, a panic of Rust is no Exception
        reason = Reason.DAMAGED
    sink.finish(reason)
    # Without tidying up: closing a hostile document is one more chance to go wrong.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Limits(**json.loads(sys.argv[3])))
