"""Steps of signing in, and reading the mails that an app without a mail server wrote."""

import re
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.mail.folder import LocalMail, list_mails

ME = "/instellingen"


@dataclass(frozen=True)
class SignInMail:
    """A mail to sign in, and what it holds."""

    mail: LocalMail
    path: str
    code: str


def mails(app: Flask) -> list[LocalMail]:
    """All mails, newest first."""
    return list_mails(app.config["KENNISPLEIN"].folder("mail"))


def sign_in_mail(app: Flask) -> SignInMail:
    """The newest mail, which must be one to sign in."""
    mail = mails(app)[0]
    [link] = mail.links
    code = re.search(r"^(\d{3} \d{3})$", mail.text, re.MULTILINE)
    assert code, mail.text
    return SignInMail(mail, link.removeprefix("http://localhost"), code[1])


def ask(client: FlaskClient, email: str = "member@example.org", **more: str) -> str:
    """Ask for a mail; the public id of the request."""
    answer = client.post("/aanmelden", data={"email": email, **more})
    assert answer.status_code == 303, answer.text
    return answer.location.partition("aanvraag=")[2]


def signed_in(client: FlaskClient) -> bool:
    """Whether a page for people with an account opens."""
    return client.get(ME).status_code == 200


def enter(client: FlaskClient, request: str, code: str) -> TestResponse:
    """Fill in a code for a request."""
    return client.post("/aanmelden/code", data={"request": request, "code": code})
