"""Send a body to an address on the public internet: to the very number that was looked at, and no further.

No redirect is followed, no proxy is used, nothing of the answer is read but its status. All of it together takes no
longer than `AT_MOST`.
"""

import http.client
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from urllib.parse import urlsplit

from forum.webhooks import addresses

PORT = 443
EACH_STEP = 5.0  # seconds
AT_MOST = 10.0


@dataclass(frozen=True)
class Outcome:
    """How it went: the status of the answer, or in one word why there was none."""

    status: int | None = None
    problem: str = ""

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class _ToOneNumber(http.client.HTTPSConnection):
    """Connects to a number that was chosen before; the certificate must be that of the name."""

    def __init__(self, host: str, number: str, tls: ssl.SSLContext) -> None:
        super().__init__(host, PORT, timeout=EACH_STEP, context=tls)
        self._number = number
        self._tls = tls
        self.raw: socket.socket | None = None

    def connect(self) -> None:
        self.raw = socket.create_connection((self._number, PORT), EACH_STEP)
        self.sock = self._tls.wrap_socket(self.raw, server_hostname=self.host)

    def cut(self) -> None:
        """End it now, wherever it is."""
        for open_one in (self.sock, self.raw):
            if open_one is not None:
                with suppress(OSError):
                    open_one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        super().close()
        if self.raw is not None:
            self.raw.close()


def trusted() -> ssl.SSLContext:
    """What makes a certificate good: the authorities that this machine trusts."""
    return ssl.create_default_context()


def post(url: str, body: bytes, headers: dict[str, str]) -> Outcome:
    """Send `body` to `url`, which passed `rules.checked_url`. Never raises for what the other side does."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        number = addresses.resolve(host, PORT)
    except addresses.NotPublic:
        return Outcome(problem="address")
    connection = _ToOneNumber(host, number, trusted())
    clock = Timer(AT_MOST, connection.cut)
    clock.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {**headers, "Connection": "close"})
        return Outcome(status=connection.getresponse().status)
    except ssl.SSLError:
        return Outcome(problem="tls")
    except TimeoutError:
        return Outcome(problem="timeout")
    except (OSError, http.client.HTTPException):
        return Outcome(problem="connection")
    finally:
        clock.cancel()
        connection.close()
