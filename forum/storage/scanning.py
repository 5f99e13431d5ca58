"""Ask a virus scanner (clamd) about a file before it is kept. Fails closed: no answer, no file.

The protocol: `zINSTREAM`, then pieces with their length before them, then a length of nothing; the answer is one line, "stream: OK",
"stream: <what> FOUND" or an error.
"""

import logging
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from flask import current_app

from forum.config import Config, Scanner

log = logging.getLogger(__name__)
PIECE = 64 * 1024
# Seconds for the scanner to answer at all; and it never has more to say than this.
PATIENCE = 60.0
LONGEST_ANSWER = 4096


class Infected(Exception):
    """The scanner says that this is harmful; it calls it `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ScannerAway(Exception):
    """The scanner does not answer, or not with a verdict."""


def check(stream: BinaryIO) -> None:
    """Let the scanner of this app read the whole stream, and rewind it; nothing when there is no scanner.

    Raises:
        Infected: it is harmful.
        ScannerAway: nobody can say.
    """
    config: Config = current_app.config["KENNISPLEIN"]
    if config.scanner is None:
        return
    stream.seek(0)
    try:
        scan(stream, config.scanner)
    except Infected as error:
        log.warning("storage: the scanner refused an upload: %s", error.name)
        raise
    except ScannerAway as error:
        log.error("storage: the scanner does not answer: %s", error)
        raise
    finally:
        stream.seek(0)


def scan(stream: BinaryIO, scanner: Scanner, patience: float = PATIENCE) -> None:
    """Send what is left of `stream` to `scanner`. Raises as `check`."""
    try:
        with _connected(scanner, patience) as connection:
            answer = _ask(connection, stream)
    except OSError as error:
        raise ScannerAway(str(error) or type(error).__name__) from error
    verdict = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if verdict == "stream: OK":
        return
    if verdict.startswith("stream: ") and verdict.endswith(" FOUND"):
        raise Infected(verdict.removeprefix("stream: ").removesuffix(" FOUND"))
    raise ScannerAway(f"unexpected answer {verdict[:100]!r}")


@contextmanager
def _connected(scanner: Scanner, patience: float) -> Iterator[socket.socket]:
    if scanner.path is not None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(patience)
            connection.connect(scanner.path)
            yield connection
        return
    with socket.create_connection((scanner.host, scanner.port), timeout=patience) as connection:
        yield connection


def _ask(connection: socket.socket, stream: BinaryIO) -> bytes:
    try:
        connection.sendall(b"zINSTREAM\0")
        while piece := stream.read(PIECE):
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has said why it wants no more (too large for its settings): that is the answer
    answer = b""
    while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
        more = connection.recv(LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer
