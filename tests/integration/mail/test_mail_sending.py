"""Rendering a mail and handing it to a real mail server on this machine."""

import re
import smtplib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import DictLoader

from forum import mail
from forum.config import ConfigError
from forum.mail.folder import list_mails
from forum.mail.inert import JOINER
from forum.mail.messages import compose
from forum.mail.outgoing import EXTENSION, Outgoing
from forum.mail.rendering import EXTENSION as TEMPLATES
from forum.mail.rendering import Rendered, render
from forum.mail.smtp import TryAgain, server_from
from tests.plugins.services import Mailbox

EVIL = 'Jan\r\nBcc: x@evil.nl <a href="https://evil.nl">klik</a> https://evil.nl'


@pytest.fixture
def mails(app: Flask) -> Iterator[dict[str, str]]:
    """Templates of a mail named "proef", which a test may change."""
    env = app.extensions[TEMPLATES]
    before = env.loader
    templates = {
        "layout.html": before.get_source(env, "layout.html")[0],
        "style.css": before.get_source(env, "style.css")[0],
        "proef/subject.txt": '{{ _("%(who)s schreef: %(title)s", who=who, title=title) }}\n',
        "proef/body.txt": '{{ _("%(who)s schreef iets.", who=who) }}\n\n\n\n{{ title }}\n{{ url }}\n',
        "proef/body.html": '{% extends "layout.html" %}{% block content %}<p>{{ _("%(who)s schreef iets.", who=who) }}</p>'
        '<p>{{ title }}</p><a class="button" href="{{ url }}">x</a>{% endblock %}',
    }
    env.loader = DictLoader(templates)
    env.cache.clear()
    yield templates
    env.loader = before
    env.cache.clear()


@pytest.fixture
def through(app: Flask, smtp_server: Mailbox) -> Iterator[Mailbox]:
    """The app sends to the mail server of this test."""
    before = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = Outgoing(app.config["KENNISPLEIN"], server_from(smtp_server.url))
    yield smtp_server
    app.extensions[EXTENSION] = before


def _send(**more: Any) -> bool:
    return mail.send(
        "jan@example.org", "proef", {"who": "Jan", "title": "Dag", "url": "http://localhost/x"}, **more
    )


def test_a_real_conversation_with_a_mail_server(mails: dict[str, str], through: Mailbox) -> None:
    unsubscribe = "<http://localhost/afmelden/" + "a" * 90 + ">"
    assert _send(
        headers={"List-Unsubscribe": unsubscribe, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    )
    [message] = through.messages
    assert message["To"] == "jan@example.org"
    assert message["Subject"] == "Jan schreef: Dag"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@localhost.localdomain>")
    assert message["Date"].datetime.tzinfo is not None
    assert message["List-Unsubscribe"] == unsubscribe
    assert b"List-Unsubscribe: " + unsubscribe.encode() + b"\r\n" in through.envelopes[0].content
    assert through.envelopes[0].mail_from == "kennisplein@localhost.localdomain"
    assert through.envelopes[0].rcpt_tos == ["jan@example.org"]
    assert message.get_content_type() == "multipart/alternative"
    assert (
        message.get_body(("plain",)).get_content().replace("\r\n", "\n")
        == "Jan schreef iets.\n\nDag\nhttp://localhost/x\n"
    )
    html = message.get_body(("html",)).get_content()
    assert re.search(r'<a class="button" href="http://localhost/x"[^>]* style="[^"]*background-color', html)


def test_t10_words_of_people_become_neither_headers_nor_markup_nor_links(
    mails: dict[str, str], app: Flask
) -> None:
    assert mail.send("jan@example.org", "proef", {"who": EVIL, "title": EVIL, "url": "http://localhost/x"})
    [sent] = list_mails(app.config["KENNISPLEIN"].folder("mail"))
    assert sent.message["Bcc"] is None
    assert "\n" not in sent.subject
    assert sent.links == ["http://localhost/x"]
    for part in (sent.subject, sent.text, sent.html):
        assert "://evil" not in part
        assert "@evil" not in part
        assert f"evil{JOINER}.nl" in part
    assert sent.html.count("<a ") == 1
    assert sent.html.count("&lt;a ") == 2


@pytest.mark.parametrize(
    "headers",
    [{"Bcc": "x@example.org"}, {"Reply-To": "a@example.org\r\nBcc: b@example.org"}, {"List-Id": "é"}],
)
def test_no_other_headers(app: Flask, headers: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        compose(Rendered("s", "t", "<p>t</p>"), "jan@example.org", "A <a@example.org>", headers)


def test_the_language_is_that_of_the_recipient(app: Flask, mails: dict[str, str]) -> None:
    mails["proef/body.html"] = '{% extends "layout.html" %}'
    context = {"who": "a", "title": "b", "url": "c"}
    assert '<html lang="en"' in render("proef", context, "en").html
    assert '<html lang="nl"' in render("proef", context, "nl").html
    assert '<html lang="nl"' in render("proef", context, "xx").html


@pytest.mark.parametrize(
    ("handler", "answer"),
    [
        ("handle_RCPT", "550 no such person"),
        ("handle_DATA", "554 refused"),
    ],
)
def test_refused_for_good_is_done(
    mails: dict[str, str], through: Mailbox, monkeypatch: pytest.MonkeyPatch, handler: str, answer: str
) -> None:
    _answer(monkeypatch, handler, answer)
    assert _send() is False


@pytest.mark.parametrize(
    ("handler", "answer"),
    [
        ("handle_RCPT", "450 come back later"),
        ("handle_DATA", "451 busy"),
        ("handle_MAIL", "550 not from you"),  # a fault in our settings: somebody will repair it
    ],
)
def test_refused_for_now_is_tried_again(
    mails: dict[str, str], through: Mailbox, monkeypatch: pytest.MonkeyPatch, handler: str, answer: str
) -> None:
    _answer(monkeypatch, handler, answer)
    with pytest.raises(TryAgain):
        _send()


def _answer(monkeypatch: pytest.MonkeyPatch, handler: str, answer: str) -> None:
    async def refuse(*_arguments: Any) -> str:
        return answer

    monkeypatch.setattr(Mailbox, handler, refuse, raising=False)


def test_a_server_that_is_away_is_tried_again(app: Flask, mails: dict[str, str]) -> None:
    before = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = Outgoing(app.config["KENNISPLEIN"], server_from("smtp://127.0.0.1:1"))
    try:
        with pytest.raises(TryAgain):
            _send()
    finally:
        app.extensions[EXTENSION] = before


def test_a_server_without_tls_gets_no_password(smtp_server: Mailbox) -> None:
    server = server_from(f"smtp+starttls://jan:geheim@127.0.0.1:{smtp_server.port}")
    with pytest.raises(smtplib.SMTPNotSupportedError):
        server.open()


def test_mail_servers_by_their_address() -> None:
    server = server_from("smtps://jan%40x:p%3Aw@mail.example.org")
    assert (server.host, server.port, server.user, server.password) == (
        "mail.example.org",
        465,
        "jan@x",
        "p:w",
    )
    assert server_from("smtp+starttls://mail.example.org").port == 587
    assert server_from("smtp://localhost:1025").user is None


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://h:x",
        "smtp://jan:pw@mail.example.org",
    ],
)
def test_a_wrong_address_is_said_at_start(url: str) -> None:
    with pytest.raises(ConfigError):
        server_from(url)


def test_the_folder_shows_the_newest_first(app: Flask, mails: dict[str, str]) -> None:
    folder: Path = app.config["KENNISPLEIN"].folder("mail")
    for title in ("een", "twee"):
        mail.send("jan@example.org", "proef", {"who": "Jan", "title": title, "url": "http://localhost/x"})
    assert [sent.subject for sent in list_mails(folder)] == ["Jan schreef: twee", "Jan schreef: een"]
    assert len(list_mails(folder, most=1)) == 1
