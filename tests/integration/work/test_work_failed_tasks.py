"""What failed for good is shown, and can be tried again."""

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from forum.cli import main
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.operations import health
from forum.work import jobs, outbox
from forum.work.models import Task


def run(app: Flask, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["tasks", *arguments], obj=ScriptInfo(create_app=lambda: app))
    db.session.rollback()
    return result


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two tasks of a job that raises, failed for good; the list gets what a later try did."""
    tried: list[int] = []

    def run_it(number: int) -> None:
        tried.append(number)
        if len(tried) <= 2:
            raise ValueError("iemand@voorbeeld.nl bestaat niet")

    monkeypatch.setitem(jobs._jobs, "test.fails", jobs.Job("test.fails", "mail", run_it, 0))
    with transaction():
        for number in (1, 2):
            outbox.enqueue("test.fails", number=number)
    outbox.do_tasks("mail")
    db.session.rollback()
    return tried


def test_the_list_names_them_without_the_text_of_the_error(app: Flask, failing: list[int]) -> None:
    said = run(app, "list").stdout
    assert said.count("test.fails") == 2
    assert '{"number": 2}  ValueError (1 times)' in said
    assert "voorbeeld.nl" not in said
    [finding] = health.findings([health.check_tasks])
    assert finding.sentence == "2 tasks failed for good: kennisplein tasks list"


def test_one_is_tried_again(app: Flask, failing: list[int]) -> None:
    first = db.session.scalar(select(Task.id).order_by(Task.id))
    db.session.rollback()
    assert run(app, "retry", str(first)).stdout == "1 tasks will be tried again.\n"
    outbox.do_tasks("mail")
    assert failing == [1, 2, 1]
    assert 'number": 2' in run(app, "list").stdout
    assert 'number": 1' not in run(app, "list").stdout


def test_all_are_tried_again(app: Flask, failing: list[int]) -> None:
    assert run(app, "retry", "--all").stdout == "2 tasks will be tried again.\n"
    outbox.do_tasks("mail")
    assert failing == [1, 2, 1, 2]
    assert run(app, "list").stdout == "No task failed for good.\n"
    assert health.findings([health.check_tasks])[0].ok


@pytest.mark.parametrize("arguments", [(), ("--all", "1"), ("999999",), ("x",)])
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    app: Flask, failing: list[int], arguments: tuple[str, ...]
) -> None:
    assert run(app, "retry", *arguments).exit_code != 0
    assert run(app, "list").stdout.count("test.fails") == 2


def test_a_task_that_is_done_is_not_done_again(app: Flask) -> None:
    with transaction():
        db.session.add(Task(lane="mail", name="x", arguments={}, done_at=clock.now()))
    number = db.session.scalar(select(Task.id))
    db.session.rollback()
    assert run(app, "retry", str(number)).exit_code == 1
    assert db.session.scalar(select(Task.done_at)) is not None
