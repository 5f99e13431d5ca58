"""Asking a server many times, and what that took."""

import gzip
import re
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count

from tests.bench.servers import Server

_client = count(1)
WARM = 4


@dataclass
class Page:
    """One sort of page: what is asked in turn, as whom, and what it took so far."""

    name: str
    server: Server
    paths: Sequence[str]
    cookie: str | None = None
    clients: int = 2
    warm: bool = False  # ask a few times first: what is measured is a page that was asked for a moment ago
    before: Callable[[], None] | None = (
        None  # done before each request, by the only client: somebody writes something
    )
    took: list[float] = field(default_factory=list)
    cpu: float = 0.0
    wall: float = 0.0
    _next: int = 0

    def ask(self, number: int, *, counted: bool = True) -> None:
        """Ask so many times, by a few clients at once."""
        if self.warm and counted:
            self.ask(WARM * len(self.paths), counted=False)
        wanted = [self.paths[(self._next + step) % len(self.paths)] for step in range(number)]
        self._next += number
        shares = [wanted[first :: self.clients] for first in range(self.clients)]
        before, started = self.server.cpu(), time.perf_counter()
        with ThreadPoolExecutor(self.clients) as pool:
            took = [one for times in pool.map(self._share, shares) for one in times]
        if counted:
            self.wall += time.perf_counter() - started
            self.cpu += self.server.cpu() - before
            self.took += took

    def _share(self, paths: Sequence[str]) -> list[float]:
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        took = []
        for path in paths:
            if self.before:
                self.before()
            started = time.perf_counter()
            connection.request("GET", path, headers=headers_of(self.cookie))
            answer = connection.getresponse()
            answer.read()
            took.append(time.perf_counter() - started)
            if answer.status != 200:
                raise RuntimeError(f"{path}: status {answer.status}")
        connection.close()
        return took

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of the server's processor time for one answer."""
        return self.cpu / len(self.took) * 1000

    @property
    def wall_ms(self) -> float:
        """Milliseconds of time per answer, with all clients together."""
        return self.wall / len(self.took) * 1000

    def percentile(self, share: float) -> float:
        """The time in ms within which this share of the answers came."""
        return sorted(self.took)[int(len(self.took) * share)] * 1000


def headers_of(cookie: str | None) -> dict[str, str]:
    """The headers of a browser, each time of another client: a limit per client is not what is measured."""
    number = next(_client)
    headers = {
        "Accept-Encoding": "br, gzip",
        "Sec-Fetch-Site": "same-origin",
        "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
    }
    return {**headers, "Cookie": cookie} if cookie else headers


def _fetch(server: Server, path: str, cookie: str | None) -> tuple[bytes, str]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers=headers_of(cookie))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: status {answer.status}")
    return body, answer.getheader("Content-Encoding") or ""


@dataclass(frozen=True)
class Weight:
    """What a first visit brings over the line: bytes of the HTML and of everything, and how many requests."""

    html: int
    total: int
    requests: int


def first_load(server: Server, path: str, cookie: str | None = None) -> Weight:
    """Ask for a page and for each file that it and its styles name, as a browser that was never here."""
    body, encoding = _fetch(server, path, cookie)
    files = sorted(set(re.findall(r"/static/build/[^\"'#)]+", _plain(body, encoding))))
    total = len(body)
    wanted = list(files)
    while wanted:
        name = wanted.pop()
        data, encoding = _fetch(server, name, None)
        total += len(data)
        if name.endswith(".css") and encoding != "br":
            inner = re.findall(r"url\(\"?([^\")]+\.woff2)", _plain(data, encoding))
        elif name.endswith(".css"):
            plain, _none = _fetch_plain(server, name)
            inner = re.findall(r"url\(\"?([^\")]+\.woff2)", plain.decode())
        else:
            continue
        fonts = [f"/static/build/{font}" for font in dict.fromkeys(inner)]
        wanted += fonts
        files += fonts
    return Weight(len(body), total, 1 + len(files))


def _fetch_plain(server: Server, path: str) -> tuple[bytes, str]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path)
    body = connection.getresponse().read()
    connection.close()
    return body, ""


def _plain(body: bytes, encoding: str) -> str:
    if encoding == "gzip":
        return gzip.decompress(body).decode()
    if encoding == "deflate":
        return zlib.decompress(body).decode()
    return body.decode()
