"""A running site from inside: who has a session, where things stand, what was mailed.

Pages and posts go through the real server. Signing in by mail is tested on its own; here a session row and its
cookie are made as `forum.accounts.session` does, so that a test starts where it is about.
"""

import re
import secrets
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import select, update

from forum import config as configuration
from forum.access import Reader, reader_for
from forum.accounts import people
from forum.accounts.models import UserSession
from forum.app import create_app
from forum.core import kinds
from forum.core.group import Group
from forum.core.item import Item
from forum.core.user import Role, User
from forum.lib import clock, ids
from forum.lib.db import db, transaction
from forum.mail.folder import LocalMail, list_mails
from tests.plugins.services import PATIENCE

T = TypeVar("T")
DOMAIN = "voorbeeld.nl"


def until(what: str, look: Callable[[], T | None], seconds: float = PATIENCE) -> T:
    """What `look` gives as soon as it gives something. Raises AssertionError after `seconds`."""
    last = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < last, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)


class Inside:
    """An app on the data folder of a running site, for what has no page."""

    def __init__(self, url: str, data: Path, database_url: str = "") -> None:
        self._opened: set[str] = set()
        self.url = url
        self.data = data
        environ = {
            "KENNISPLEIN_ENV": "development",
            "KENNISPLEIN_DATA": str(data),
            "BASE_URL": url,
            "DATABASE_URL": database_url,
        }
        self.app: Flask = create_app(configuration.load(environ))

    def close(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            db.engine.dispose()

    # People

    def add_person(self, name: str, role: Role = Role.MEMBER) -> str:
        """Somebody new, so that a test shares nobody with another; returns the address."""
        email = f"{name.lower()}.{secrets.token_hex(4)}@{DOMAIN}"
        with self.app.app_context(), transaction():
            people.add(email, f"{name} Proef", role=role)
        return email

    def forget_proof(self, email: str) -> None:
        """From now on the second proof of this person is too old, on every browser."""
        with self.app.app_context(), transaction():
            user = db.session.scalars(select(User).where(User.email == email)).one()
            mine = update(UserSession).where(UserSession.user_id == user.id)
            db.session.execute(mine.values(proven_at=None))

    def cookie_of(self, email: str) -> dict[str, str]:
        """Name and value of the cookie of a fresh session of this person."""
        token = ids.secret()
        with self.app.app_context(), transaction():
            user = db.session.scalars(select(User).where(User.email == email)).one()
            ends = clock.now() + timedelta(hours=1)
            db.session.add(UserSession(token_digest=ids.digest(token), user_id=user.id, expires_at=ends))
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        value = serializer.dumps({"_user_id": token, "_fresh": True, "_permanent": True})
        return {"name": self.app.config["SESSION_COOKIE_NAME"], "value": value}

    def end_sessions_of(self, email: str) -> None:
        """As "sign out everywhere" does."""
        with self.app.app_context(), transaction():
            user = db.session.scalars(select(User).where(User.email == email)).one()
            for row in db.session.scalars(select(UserSession).where(UserSession.user_id == user.id)):
                db.session.delete(row)

    # Things

    def make(self, email: str, act: Callable[[Reader], Any]) -> Any:
        """Let `act` do something as this person, in one transaction, and give what it returns.

        `act` returns plain values: rows do not outlive the transaction.
        """
        with self.app.test_request_context(), transaction():
            user = db.session.scalars(select(User).where(User.email == email)).one()
            return act(reader_for(user))

    def item(self, beginning: str) -> str:
        """Path of the page of the item whose title begins so."""
        with self.app.test_request_context() as context:
            item = db.session.scalars(select(Item).where(Item.title.startswith(beginning))).one()
            return context.url_adapter.build(kinds.of(item).page, {"public_id": item.public_id})  # type: ignore[union-attr]

    def group(self, name: str) -> str:
        """Path of the page of the group with this name."""
        with self.app.app_context():
            address = db.session.scalars(select(Group.address).where(Group.name == name)).one()
            return f"/groepen/{address}"

    def person(self, email: str) -> str:
        """Path of the page of this person."""
        with self.app.app_context():
            return f"/mensen/{db.session.scalars(select(User.public_id).where(User.email == email)).one()}"

    # Mail

    def mails(self) -> list[LocalMail]:
        """All mails of this site, newest first."""
        return list_mails(self.data / "mail", most=sys.maxsize)

    def mail_to(self, email: str, subject: str, text: str = "") -> LocalMail:
        """The newest mail to `email` with these words in its subject, and these in its text; waits for it.

        The worker mails whom and when it likes: a digest may come between, on a Tuesday to everybody at once.
        So whoever waits for a mail says which.
        """
        assert subject

        def look() -> LocalMail | None:
            mine = (mail for mail in self.mails() if email in mail.to)
            return next((mail for mail in mine if subject in mail.subject and text in mail.text), None)

        return until(f"a mail to {email} about {subject!r} that says {text!r}", look)

    def code_for(self, email: str) -> str:
        """The six digits of the mail that was just asked for; never those of an earlier one."""

        def look() -> str | None:
            for mail in self.mails():
                found = re.search(r"\b\d{3} ?\d{3}\b", mail.subject)
                if email in mail.to and found and mail.message["Message-ID"] not in self._opened:
                    self._opened.add(mail.message["Message-ID"])
                    return found[0]
            return None

        return until(f"a mail with a code to {email}", look)

    def query(self, sql: str, *values: Any) -> list[Any]:
        """Rows of the database as it lies there, for what no page shows. Values stand for "?"."""
        with self.app.app_context():
            if db.engine.dialect.name == "postgresql":
                with db.engine.connect() as there:
                    return [tuple(row) for row in there.exec_driver_sql(sql.replace("?", "%s"), values)]
        with sqlite3.connect(f"file:{self.data / 'kennisplein.db'}?mode=ro", uri=True) as connection:
            rows = connection.execute(sql, values).fetchall()
        connection.close()
        return rows
