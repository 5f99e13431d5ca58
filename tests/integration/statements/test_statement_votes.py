"""Answering a statement: one each, changeable, closed is closed, and nobody learns who chose what."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.core.group import Group
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden, Invalid
from forum.statements import queries, rules, service
from forum.statements.models import Choice, Statement, StatementVote
from tests import world as make
from tests.world import World


def statement(world: World, where: Group | None, closes_in: timedelta | None = None) -> Statement:
    with transaction():
        made = Statement(
            title="Een kind hoort niet op een wachtlijst",
            author_id=world.manager.id,
            group_id=where.id if where else None,
            audience="group" if where else "public",
            closes_at=clock.now() + closes_in if closes_in else None,
        )
        db.session.add(made)
    return queries.get_statement(make.reader(world.manager), made.public_id)


def crowd(world: World, made: Statement, choices: list[str]) -> None:
    with transaction():
        for number, choice in enumerate(choices):
            user = make.person(f"kiezer{number}")
            if made.group:
                make.join(made.group, user)
            service.vote(make.reader(user), made, choice)


def test_one_answer_each_and_it_can_change(world: World) -> None:
    made = statement(world, world.closed_group)
    member = make.reader(world.member)
    for choice in ("agree", "agree", "disagree"):
        with transaction():
            service.vote(member, made, choice)
    assert db.session.scalar(select(func.count()).select_from(StatementVote)) == 1
    assert queries.my_choice(member, made) == Choice.DISAGREE


@pytest.mark.parametrize("name", ["stranger", "banned", "former", "pending", "moderator"])
def test_who_is_not_in_a_closed_group_does_not_vote(world: World, name: str) -> None:
    made = statement(world, world.closed_group)
    with pytest.raises(Forbidden):
        service.vote(make.reader(getattr(world, name)), made, "agree")


def test_in_an_open_group_a_passer_by_votes_but_not_a_blocked_one_or_a_visitor(world: World) -> None:
    made = statement(world, world.open_group)
    with transaction():
        service.vote(make.reader(world.stranger), made, "agree")
    for user in (world.banned, None):
        with pytest.raises(Forbidden):
            service.vote(make.reader(user), made, "agree")


def test_too_late_gets_a_clear_word_and_changes_nothing(world: World) -> None:
    made = statement(world, None, timedelta(days=1))
    member = make.reader(world.member)
    with transaction():
        service.vote(member, made, "agree")
        made.closes_at = clock.now()
    with pytest.raises(Invalid, match="gesloten"):
        service.vote(member, made, "disagree")
    assert queries.my_choice(member, made) == Choice.AGREE


@pytest.mark.parametrize("choice", ["", None, "yes", "agree; drop table", "AGREE"])
def test_no_other_choices(world: World, choice: str | None) -> None:
    made = statement(world, None)
    with pytest.raises(Invalid):
        service.vote(make.reader(world.member), made, choice)


def test_results_only_after_voting_and_from_ten_votes(world: World) -> None:
    made = statement(world, world.closed_group)
    crowd(world, made, ["agree"] * 5 + ["disagree"] * 4)
    member = make.reader(world.member)
    assert queries.view_of(member, made).results is None
    with transaction():
        service.vote(member, made, "neutral")
    shown = queries.view_of(member, made).results
    assert shown
    assert [(row.key, row.votes) for row in shown] == [("agree", 5), ("neutral", 1), ("disagree", 4)]
    assert sum(row.percent for row in shown) == 100
    assert queries.view_of(make.reader(world.manager), made).results is None, "did not vote"


def test_below_ten_nobody_sees_the_division_also_after_closing(world: World) -> None:
    made = statement(world, world.closed_group)
    crowd(world, made, ["agree"] * (rules.FEWEST_VOTERS - 1))
    with transaction():
        made.closes_at = clock.now()
    for user in (world.manager, world.member):
        view = queries.view_of(make.reader(user), made)
        assert view.results is None
        assert view.results_note
        assert view.voter_count == 9


def test_nobody_learns_who_chose_what(world: World) -> None:
    made = statement(world, world.closed_group)
    crowd(world, made, ["agree"] * 12)
    view = queries.view_of(make.reader(world.manager), made)
    assert "kiezer" not in repr(view).lower()
    columns = set(StatementVote.__table__.columns.keys())
    assert columns == {"key", "statement_id", "user_id", "choice"}, "no time and no order that tells who"
