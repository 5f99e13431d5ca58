"""A receiver of webhooks: a real server with TLS on this machine, for tests only.

The product calls port 443 of public addresses and nothing else; here the port, the question where a name leads, which
numbers are public, and which authority is trusted are changed from the outside.
"""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch

import trustme

HOST = "hooks.voorbeeld.nl"


@dataclass
class Receiver:
    """What came in: whole requests. `answer` is what it says to the next one; None: nothing at all."""

    port: int = 0
    answer: bytes | None = b"HTTP/1.1 204 No Content\r\n\r\n"
    slowly: float = 0
    requests: list[bytes] = field(default_factory=list)

    @property
    def bodies(self) -> list[bytes]:
        return [request.partition(b"\r\n\r\n")[2] for request in self.requests]

    def headers(self, number: int) -> dict[str, str]:
        head = self.requests[number].partition(b"\r\n\r\n")[0].decode()
        return dict(line.split(": ", 1) for line in head.lower().splitlines()[1:])


@contextmanager
def receiving(host: str = HOST, *, trusted: bool = True) -> Iterator[Receiver]:
    """A receiver that `HOST` leads to, with a certificate for `host`."""
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(tls)
    client = ssl.create_default_context()
    if trusted:
        authority.configure_trust(client)
    receiver, over = Receiver(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        receiver.port = listening.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(listening, tls, receiver, over))
        thread.start()
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", receiver.port))]
        try:
            with (
                patch("forum.webhooks.sending.PORT", receiver.port),
                patch("forum.webhooks.addresses.socket.getaddrinfo", _leads_to(found)),
                patch("forum.webhooks.addresses.is_public", lambda _number: True),
                patch("forum.webhooks.sending.trusted", lambda: client),
            ):
                yield receiver
        finally:
            over.set()
            with socket.socket() as last:
                last.connect(("127.0.0.1", receiver.port))
            thread.join()


def _leads_to(found):  # type: ignore[no-untyped-def]
    real = socket.getaddrinfo

    def ask(host: str, *rest: object, **more: object) -> object:
        return found if host == HOST else real(host, *rest, **more)

    return ask


def _serve(listening: socket.socket, tls: ssl.SSLContext, receiver: Receiver, over: threading.Event) -> None:
    while True:
        raw, _address = listening.accept()
        if over.is_set():
            raw.close()
            return
        try:
            with tls.wrap_socket(raw, server_side=True) as connection:
                receiver.requests.append(_read(connection))
                if receiver.answer is None:
                    over.wait(60)
                elif receiver.slowly:
                    for sign in receiver.answer:
                        connection.sendall(bytes([sign]))
                        if over.wait(receiver.slowly):
                            break
                else:
                    connection.sendall(receiver.answer)
        except OSError:
            raw.close()


def _read(connection: ssl.SSLSocket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65536)
    head, _gap, body = got.partition(b"\r\n\r\n")
    length = int(
        next(line for line in head.lower().splitlines() if line.startswith(b"content-length")).split()[1]
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
