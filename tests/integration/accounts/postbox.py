"""Reading the mails that an app without a mail server wrote."""

import re
from dataclasses import dataclass

from flask import Flask

from forum.mail.folder import LocalMail, list_mails


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
