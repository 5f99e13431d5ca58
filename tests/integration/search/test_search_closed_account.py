"""A closed account is gone from search at once, also from the total, before the index knows (T02, T25)."""

from collections.abc import Callable

import pytest
from flask import Flask

from forum.access import reader_for
from forum.accounts import people
from forum.lib.db import transaction
from forum.search import outbox, service
from forum.search.narrowing import Narrowing
from tests.world import World


@pytest.mark.parametrize("closed", [False, True])
def test_closed_account_is_gone_at_once(
    app: Flask, world: World, work: Callable[[], None], closed: bool
) -> None:
    with transaction():
        outbox.note_everything()
    work()
    if closed:
        with transaction():
            people.deactivate(world.former)
    with app.test_request_context():
        found = service.search(reader_for(world.member), "former", narrowing=Narrowing(kind="person"))
    assert (found.total, len(found.items)) == ((0, 0) if closed else (1, 1))
