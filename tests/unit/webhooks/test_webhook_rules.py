"""Only names on the public internet, by https; only numbers of machines on it; signatures as the convention wants."""

import re
import socket
from unittest.mock import patch

import pytest
from flask import Flask

from forum.lib.errors import Invalid
from forum.webhooks import addresses, rules, signing
from tests.corpus import CORPUS, needs_corpus

GOOD = [
    "https://voorbeeld.nl",
    "https://hooks.voorbeeld.nl/in/abc?x=1&y=%20",
    "https://voorbeeld.nl:443/",
    "https://xn--bcher-kva.example/",
    "  https://voorbeeld.nl/a  ",
]
BAD = [
    "",
    "http://voorbeeld.nl/",
    "ftp://voorbeeld.nl/",
    "//voorbeeld.nl/",
    "javascript:alert(1)",
    "https://",
    "https://voorbeeld.nl:8443/",
    "https://voorbeeld.nl:80@127.0.0.1/",
    "https://naam:geheim@voorbeeld.nl/",
    "https://voorbeeld.nl#@127.0.0.1/",
    "https://voorbeeld.nl\\@127.0.0.1/",
    "https://voor beeld.nl/",
    "https://voorbeeld.nl/\r\nX: y",
    "https://voorbeeld.nl/é",
    "https://bücher.example/",
    "https://localhost/",
    "https://site.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://intranet/",
    "https://voorbeeld.nl./",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://-voorbeeld.nl/",
    "https://" + "a" * 64 + ".nl/",
    "https://voorbeeld.nl/" + "a" * 500,
]
INSIDE = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 169.254.0.1 172.16.0.1
172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16 :: ::1 ::127.0.0.1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:db8::1
2002:7f00:1:: fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 3fff::1 5f00::1
""".split()
PUBLIC = ["1.1.1.1", "8.8.8.8", "145.0.2.1", "2606:4700::1111", "2a00:1450:400e::200e", "::ffff:1.1.1.1"]


@pytest.fixture(autouse=True)
def _words(sqlite_app: Flask) -> object:
    with sqlite_app.test_request_context():
        yield


@pytest.mark.parametrize("url", GOOD)
def test_what_may_be_called(url: str) -> None:
    assert rules.checked_url(url) == url.strip()


@pytest.mark.parametrize("url", BAD)
def test_t46_what_may_not_be_called(url: str) -> None:
    with pytest.raises(Invalid):
        rules.checked_url(url)


@pytest.mark.parametrize("number", INSIDE)
def test_t46_numbers_of_the_inside(number: str) -> None:
    assert not addresses.is_public(number)


@pytest.mark.parametrize("number", PUBLIC)
def test_numbers_of_the_public_internet(number: str) -> None:
    assert addresses.is_public(number)


@needs_corpus
def test_t46_no_address_of_the_corpus_leads_inside() -> None:
    """Each address of the list is refused as it stands; or it is a name, and then where it leads is looked at."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in (CORPUS / "attacks" / "ssrf").iterdir())
    found = set(re.findall(r"\b[a-z]+://[^\s`'\"<>|)]+", text))
    assert len(found) > 60
    names = []
    for url in found:
        try:
            names.append(rules.checked_url("https://" + url.partition("://")[2]))
        except Invalid:
            continue
    assert len(names) < len(found) / 2
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 443))]
    with patch("socket.getaddrinfo", return_value=inside):
        for url in names:
            with pytest.raises(addresses.NotPublic):
                addresses.resolve(url.split("/")[2], 443)


@pytest.mark.parametrize(
    "numbers", [[], ["127.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["10.0.0.1", "1.1.1.1"], ["::1"]]
)
def test_t46_a_name_that_leads_inside_by_any_of_its_numbers(numbers: list[str]) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443)) for number in numbers]
    with patch("socket.getaddrinfo", return_value=found), pytest.raises(addresses.NotPublic):
        addresses.resolve("voorbeeld.nl", 443)


def test_a_name_that_leads_outside_gives_the_number_to_call() -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", 443))]
    with patch("socket.getaddrinfo", return_value=found):
        assert addresses.resolve("voorbeeld.nl", 443) == "1.1.1.1"
    with patch("socket.getaddrinfo", side_effect=socket.gaierror), pytest.raises(addresses.NotPublic):
        addresses.resolve("voorbeeld.nl", 443)


def test_the_signature_is_that_of_the_convention() -> None:
    """The example that Standard Webhooks gives."""
    made = signing.headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_each_key_has_its_own_secret() -> None:
    assert signing.secret_of("a") == signing.secret_of("a") != signing.secret_of("b")
    assert signing.secret_of("a").startswith("whsec_")


def test_waiting_ends() -> None:
    waits = [rules.next_wait(attempts) for attempts in range(1, 9)]
    assert waits[0] is not None
    assert waits[-1] is None
    known = [wait for wait in waits if wait]
    assert known == sorted(known)
