"""Voting on a poll: one each, changeable, closed is closed, results after voting."""

import secrets

import pytest
from sqlalchemy import func, select

from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden, Invalid
from forum.polls import queries, rules, service
from forum.polls.models import Poll, PollOption, PollVote
from tests import world as make
from tests.world import World


def poll(world: World) -> Poll:
    with transaction():
        made = Poll(
            title="Wanneer overleggen we?",
            author_id=world.manager.id,
            group_id=world.closed_group.id,
            audience="group",
            options=[
                PollOption(position=n, label=label) for n, label in enumerate(("ochtend", "middag", "avond"))
            ],
        )
        db.session.add(made)
    return queries.get_poll(make.reader(world.manager), made.public_id)


def crowd(world: World, made: Poll, number: int, option: int = 0) -> None:
    """So many new members of the group choose the option in this place."""
    with transaction():
        for _number in range(number):
            voter = make.person(f"stemmer{secrets.token_hex(4)}")
            make.join(world.closed_group, voter)
            service.vote(make.reader(voter), made, str(made.options[option].id))


def test_one_vote_each_and_it_can_change(world: World) -> None:
    made = poll(world)
    crowd(world, made, 4)
    member = make.reader(world.member)
    for option in (made.options[0], made.options[2]):
        with transaction():
            service.vote(member, made, str(option.id))
    assert db.session.scalar(select(func.count()).select_from(PollVote)) == 5
    view = queries.view_of(member, made)
    assert view.my_option_id == made.options[2].id
    assert view.results
    assert [(row.label, row.votes, row.percent) for row in view.results] == [
        ("ochtend", 4, 80),
        ("middag", 0, 0),
        ("avond", 1, 20),
    ]


def test_results_wait_for_the_vote_or_the_end(world: World) -> None:
    made = poll(world)
    crowd(world, made, 5)
    manager = make.reader(world.manager)
    assert queries.view_of(manager, made).results is None
    with transaction():
        made.closes_at = clock.now()
    assert queries.view_of(manager, made).results
    with pytest.raises(Invalid, match="gesloten"):
        service.vote(manager, made, str(made.options[0].id))


def test_t40_below_five_nobody_sees_the_division_also_after_closing(world: World) -> None:
    made = poll(world)
    crowd(world, made, rules.FEWEST_VOTERS - 2)
    member, manager = make.reader(world.member), make.reader(world.manager)
    with transaction():
        service.vote(member, made, str(made.options[1].id))
    view = queries.view_of(member, made)
    assert (view.results, view.voter_count) == (None, 4)
    assert "vanaf 5 stemmen" in (view.results_note or "")
    with transaction():
        made.closes_at = clock.now()
    assert queries.view_of(manager, made).results is None


def test_t40_who_takes_a_vote_back_hides_the_division_again(world: World) -> None:
    made = poll(world)
    crowd(world, made, rules.FEWEST_VOTERS - 2)
    member, manager = make.reader(world.member), make.reader(world.manager)
    with transaction():
        for reader in (member, manager):
            service.vote(reader, made, str(made.options[1].id))
    assert queries.view_of(manager, made).results
    with transaction():
        service.withdraw(member, made)
    assert queries.view_of(manager, made).results is None


def test_an_option_of_another_poll_is_refused(world: World) -> None:
    made, other = poll(world), poll(world)
    for option in (str(other.options[0].id), "", None, "0", "x"):
        with pytest.raises(Invalid):
            service.vote(make.reader(world.member), made, option)
    assert db.session.scalar(select(func.count()).select_from(PollVote)) == 0


def test_outsiders_do_not_vote(world: World) -> None:
    made = poll(world)
    for name in ("stranger", "banned", "pending", "former", "moderator"):
        with pytest.raises(Forbidden):
            service.vote(make.reader(getattr(world, name)), made, str(made.options[0].id))


@pytest.mark.parametrize(
    "text", ["", "een", "een\neen\n \n", "\n".join(map(str, range(13))), "goed\n" + "x" * 201]
)
def test_options_that_cannot_be_used(text: str, app: object) -> None:
    with pytest.raises(Invalid):
        rules.checked_options(text)


def test_options_are_tidied() -> None:
    assert rules.checked_options(" ja \n\nnee\nja\n") == ["ja", "nee"]
