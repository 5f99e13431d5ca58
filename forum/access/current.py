"""The reader of the present request. For views only; nothing below them asks who is there."""

from flask import g
from flask_login import current_user

from forum.access.reader import ANONYMOUS, Reader, reader_for


def current_reader() -> Reader:
    """The reader of this request: built once, from the session or the token that came with it."""
    if "reader" not in g:
        # Finding the session may have brought a reader along: see forum/accounts/session.py.
        user = current_user.user if current_user.is_authenticated else None
    if "reader" not in g:
        g.reader = reader_for(user) if user else ANONYMOUS
    reader: Reader = g.reader
    return reader


def remember_reader(reader: Reader) -> None:
    """This request is by `reader`, who was found together with the session: that saves a question."""
    g.reader = reader


def forget_reader() -> None:
    """Build the reader anew at the next question: somebody just signed in, joined or left."""
    g.pop("reader", None)
