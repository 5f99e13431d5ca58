"""People who keep writing while the site is killed under their hands, and who remember what was confirmed."""

import http.client
import itertools
import re
import secrets
import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

_numbers = itertools.count()
PAUSE = 0.3
TIMEOUT = 8
CONFIRMED = (200, 201, 303)


@dataclass
class Piece:
    """One thing that somebody wrote: `word` stands in it and nowhere else; `address` is where it can be read."""

    kind: str
    word: str
    submission: str
    address: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether the site said that it is kept."""
        return bool(self.address)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


class Person:
    """A signed-in browser without a screen, for one thread."""

    def __init__(self, url: str, cookie: dict[str, str]) -> None:
        self.url = url
        self.number = next(_numbers)
        self._cookie = f"{cookie['name']}={cookie['value']}"
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay()).open
        self._token = ""

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of a page."""
        status, _headers, body = self._ask(urllib.request.Request(self.url + path))
        return status, body

    def post(
        self, path: str, fields: dict[str, str], file: tuple[str, bytes] | None = None
    ) -> tuple[int, str]:
        """Status and where the answer leads to. Raises OSError or HTTPException when no answer came."""
        if not self._token:
            _status, page = self.get("/discussies/nieuw")
            found = re.search(r'name="csrf_token" value="([^"]+)"', page.decode())
            assert found, page[:500]
            self._token = found[1]
        body, content_type = _multipart({"csrf_token": self._token, **fields}, file)
        request = urllib.request.Request(self.url + path, body, {"Content-Type": content_type})
        status, headers, _body = self._ask(request)
        return status, urllib.parse.urlsplit(headers.get("Location", "")).path

    def _ask(self, request: urllib.request.Request) -> tuple[int, Any, bytes]:
        request.add_header("Cookie", self._cookie)
        request.add_header("X-Forwarded-For", f"10.0.{self.number // 250}.{self.number % 250 + 1}")
        try:
            answer = self._open(request, timeout=TIMEOUT)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            body = answer.read()
        if fresh := answer.headers.get("Set-Cookie"):
            self._cookie = fresh.partition(";")[0]
        return answer.status, answer.headers, body


def _multipart(fields: dict[str, str], file: tuple[str, bytes] | None) -> tuple[bytes, str]:
    edge = secrets.token_hex(8)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if file:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n\r\n'
        parts.append(head.encode() + file[1] + b"\r\n")
    return b"".join([*parts, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


def new_word() -> str:
    """A word that stands nowhere else and is no form of another."""
    return "zk" + "".join(secrets.choice("bdfgklmnprst") + secrets.choice("aeiou") for _ in range(6)) + "q"


def content_of(piece: Piece) -> bytes:
    """The file of an uploaded piece: long enough to be killed in the middle of, short enough to be read."""
    return (
        f"Verslag van de bijeenkomst.\n\nHet ging over {piece.word}.\n\n" + "Meer tekst volgt. " * 4_000
    ).encode()


class Writer(threading.Thread):
    """Writes one kind of thing until told to stop.

    When no answer comes, half of the time the same form is sent again, as people do, and else it is given up.
    """

    def __init__(self, person: Person, kind: str, discussion: str = "") -> None:
        super().__init__(daemon=True)
        self.person = person
        self.kind = kind
        self.pieces: list[Piece] = []
        self.refused: list[tuple[int, str]] = []
        self.unanswered = 0
        self._discussion = discussion
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            piece = Piece(self.kind, new_word(), secrets.token_hex(8))
            self.pieces.append(piece)
            self._write(piece)
            self._stopping.wait(PAUSE)

    def end(self) -> None:
        """Stop after the present piece."""
        self._stopping.set()
        self.join(60)
        assert not self.is_alive()

    def _write(self, piece: Piece) -> None:
        while True:
            try:
                status, address = self._send(piece)
            except (OSError, http.client.HTTPException):
                self.unanswered += 1
                if secrets.randbelow(2) or self._stopping.is_set():
                    return
                self._stopping.wait(0.3)
                continue
            if status in CONFIRMED:
                piece.address = address
                return
            if status != 429:
                self.refused.append((status, piece.kind))
                return
            if self._stopping.wait(1):
                return

    def _send(self, piece: Piece) -> tuple[int, str]:
        form = {"submission": piece.submission, "audience": "public"}
        if piece.kind == "reply":
            path = f"/items/{self._discussion.rsplit('/', 1)[1]}/reacties"
            return self.person.post(path, {**form, "body": f"Een reactie met {piece.word} erin"})
        if piece.kind == "document":
            file = (f"{piece.submission}.txt", content_of(piece))
            return self.person.post(
                "/documenten/nieuw", {**form, "title": f"Verslag {piece.submission}"}, file
            )
        return self.person.post(
            "/discussies/nieuw",
            {**form, "title": f"Over {piece.word}", "body": f"Wat vind je van **{piece.submission}**?"},
        )
