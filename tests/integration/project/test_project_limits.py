"""Everything that writes or searches is limited; colleagues behind one address do not count for each other."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from markupsafe import escape

from forum.app import create_app
from forum.lib import limits
from forum.lib.db import db
from forum.lib.limits import limiter
from tests.world import World, signed_in_client

SAFE = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture
def limited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The app with its limits on, empty before and after."""
    monkeypatch.setattr(limiter, "enabled", False)  # put back what the next line changes
    made = create_app(replace(app.config["KENNISPLEIN"], environment="development"))
    made.config.update(WTF_CSRF_ENABLED=False, WTF_CSRF_CHECK_DEFAULT=False)
    limiter.reset()
    yield made
    limiter.reset()
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def test_every_route_that_writes_falls_under_the_one_limit(limited: Flask) -> None:
    """Nothing is exempt, and the limit asks for the method alone."""
    [limit, *_same] = [limit for group in limiter.limit_manager._application_limits for limit in group]
    for rule in limited.url_map.iter_rules():
        for method in rule.methods or ():
            with limited.test_request_context("/", method=method):
                assert limit.exempt_when is not None
                assert limit.exempt_when() == (method in SAFE), (rule, method)


def test_one_browser_meets_it_over_all_routes_and_others_go_on(limited: Flask, world: World) -> None:
    one, other = signed_in_client(limited, world.member), signed_in_client(limited, world.stranger)
    most = int(limits.WRITING.split()[0])
    paths = ["/peilingen/onbekend/stem", "/berichten/gelezen"]
    answered = [one.post(paths[number % 2]).status_code for number in range(most - 1)]
    assert 429 not in answered
    one.post("/stellingen/onbekend/stem")
    refused = one.post("/stellingen/onbekend/stem")
    assert refused.status_code == 429
    assert "Even wachten" in refused.text
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert other.post("/stellingen/onbekend/stem").status_code != 429  # the same address, another person
    assert one.get("/").status_code == 200  # reading goes on


def test_who_meets_it_gets_back_what_they_typed(limited: Flask, world: World) -> None:
    """Twenty questions a minute is plenty; the twenty-first loses nothing."""
    browser = signed_in_client(limited, world.member)
    typed = {"name": "Een groep over wachtlijsten", "description": "Wat helpt om <b>sneller</b> te beginnen?"}
    answers = [browser.post("/groepen/nieuw", data=typed) for _ in range(21)]
    assert answers[0].status_code != 429
    assert answers[-1].status_code == 429
    assert all(str(escape(text)) in answers[-1].text for text in typed.values())


@pytest.mark.parametrize("path", ["/zoeken?q=plan", "/beheer/mensen?q=jan"])
def test_searching_is_limited(limited: Flask, world: World, path: str) -> None:
    browser = signed_in_client(limited, world.administrator)
    most = int(limits.SEARCHING.split()[0])
    answers = [browser.get(path).status_code for _ in range(most + 1)]
    assert (answers[0], answers[-1]) == (200, 429)


def test_a_machine_that_changes_its_address_within_its_network_gets_no_more(limited: Flask) -> None:
    """Of IPv6 everybody has 2^64 addresses; a code to sign in has a million values."""
    most = 30  # accounts.views_sign_in.ATTEMPTS
    form = {"request": "aaaaaaaaaaaa", "code": "123456"}

    def guess(address: str) -> int:
        return (
            limited.test_client()
            .post("/aanmelden/code", data=form, environ_overrides={"REMOTE_ADDR": address})
            .status_code
        )

    answers = [guess(f"2001:db8:1:2::{number:x}") for number in range(most + 1)]
    assert 429 not in answers[:most]
    assert answers[most] == 429
    assert guess("2001:db8:1:3::1") != 429
    assert guess("::ffff:192.0.2.7") != 429


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::7", "2001:db8::/64"),
        ("::1", "::/64"),
        ("fe80::7%eth0", "fe80::/64"),
        ("unix:", "unix:"),
    ],
)
def test_what_counts_as_one_client(client: str, counted: str) -> None:
    assert limits.network_of(client) == counted
