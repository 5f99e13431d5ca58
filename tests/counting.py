"""Count the statements that something sends to the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from forum.lib.db import db


@contextmanager
def recorded() -> Iterator[list[str]]:
    """The statements sent inside the `with`, without their values."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def count_queries(run: Callable[[], Any]) -> int:
    """How many statements `run` sends."""
    with recorded() as sent:
        run()
    return len(sent)
