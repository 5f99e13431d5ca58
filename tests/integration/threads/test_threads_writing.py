"""Writing: revisions, counts, files, events, and what is refused."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.access import ANONYMOUS
from forum.core.attachment import Attachment
from forum.core.events import ItemChanged, ItemPublished, ReplyChanged, ReplyPosted
from forum.core.item import Audience, Item, Reply, Revision, State
from forum.core.theme import Theme
from forum.discussions import service as discussions
from forum.discussions.models import Discussion
from forum.lib import events
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden, Invalid
from forum.threads import commands, counts, replies, themes, writing
from tests import world as make
from tests.world import World


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The events of a test, instead of what follows from them."""
    said: list[object] = []
    for module in (writing, replies):
        monkeypatch.setattr(module, "announce", said.append)
    return said


def test_events(world: World, heard: list[object]) -> None:
    reader = make.reader(world.member)
    with transaction():
        item = writing.publish(reader, Discussion(), title="Titel", body="Tekst")
        reply = replies.post_reply(reader, item, "Reactie")
        replies.edit_reply(reader, reply, "Reactie")
        replies.edit_reply(reader, reply, "Andere reactie")
        replies.delete_reply(reader, reply)
        writing.edit(reader, item, title="Titel", body="Tekst")
        writing.edit(reader, item, title="Andere titel", body="Tekst")
        writing.edit(reader, item, title="Andere titel", body="Tekst", audience="signed_in")
        writing.delete(reader, item)
    assert heard == [
        ItemPublished(item.id),
        ReplyPosted(reply.id, item.id),
        ReplyChanged(reply.id, item.id),
        ReplyChanged(reply.id, item.id, access=True),
        ItemChanged(item.id),
        ItemChanged(item.id, access=True),
        ItemChanged(item.id, access=True),
    ]


def test_wired_events_do_no_harm(world: World) -> None:
    assert events.publish is writing.announce
    with transaction():
        writing.publish(make.reader(world.member), Discussion(), title="Titel", body="Tekst")


def test_revisions_only_when_the_text_changed(world: World) -> None:
    reader = make.reader(world.member)
    with transaction():
        item = writing.publish(reader, Discussion(), title="Een", body="Eerste")
        writing.edit(reader, item, title="Een", body="Eerste")
        assert item.edited_at is None
        writing.edit(reader, item, title="Een", body="Tweede")
    assert item.edited_at is not None
    revision = db.session.scalars(select(Revision)).one()
    assert (revision.title, revision.body_source, revision.editor_id) == ("Een", "Eerste", world.member.id)


def test_counts_follow_the_facts(world: World) -> None:
    reader = make.reader(world.member)
    with transaction():
        item = make.discussion(world.manager, world.open_group)
        first = replies.post_reply(reader, item, "een")
        second = replies.post_reply(reader, item, "twee")
    row = db.session.get(Item, item.id)
    assert (row.reply_count, row.last_activity_at) == (2, second.created_at)
    assert world.open_group.last_activity_at == second.created_at
    with transaction():
        replies.delete_reply(reader, second)
    assert (row.reply_count, row.last_activity_at) == (1, first.created_at)


def test_a_refused_transaction_counts_nothing(world: World) -> None:
    with transaction():
        item = make.discussion(world.manager)
    with pytest.raises(RuntimeError), transaction():
        replies.post_reply(make.reader(world.member), item, "een")
        raise RuntimeError
    assert db.session.get(Item, item.id).reply_count == 0
    assert db.session.scalar(select(func.count()).select_from(Reply)) == 0


def test_repair(world: World, app: Flask) -> None:
    with transaction():
        right = make.discussion(world.member)
        wrong = make.discussion(world.member)
        reply = make.reply(wrong, world.manager)
        right_id, wrong_id, reply_id = right.id, wrong.id, reply.id
        wrong.reply_count, reply.useful_count = 7, 9
    result = app.test_cli_runner().invoke(commands.repair, ["counts"])
    assert result.exit_code == 0, result.output
    assert "2 wrong" in result.output
    db.session.expire_all()
    assert db.session.get(Item, wrong_id).reply_count == 1
    assert db.session.get(Item, right_id).reply_count == 0
    assert db.session.get(Reply, reply_id).useful_count == 0
    with transaction():
        assert counts.repair() == 0


def test_themes_are_shared_and_limited(world: World) -> None:
    reader = make.reader(world.member)
    with transaction():
        first = writing.publish(reader, Discussion(), title="a", theme_names=["Wonen", "wonen ", "Zorg"])
        second = writing.publish(reader, Discussion(), title="b", theme_names=["Wónen"])
    assert themes.names_of(first) == ["Wonen", "Zorg"]
    assert themes.names_of(second) == ["Wónen"], "everybody keeps their own spelling (T28)"
    assert db.session.scalar(select(func.count()).select_from(Theme)) == 2
    with pytest.raises(Invalid), transaction():
        writing.publish(reader, Discussion(), title="c", theme_names=list("abcdef"))
    with transaction():
        writing.edit(reader, first, title="a", theme_names=[])
    assert themes.names_of(first) == []


@pytest.mark.parametrize(
    ("who", "place", "allowed"),
    [
        ("member", None, True),
        ("stranger", None, True),
        ("anonymous", None, False),
        ("deactivated", None, False),
        ("member", "closed_group", True),
        ("pending", "closed_group", False),
        ("former", "closed_group", False),
        ("moderator", "hidden_group", False),
        ("banned", "open_group", False),
    ],
)
def test_who_may_publish_where(world: World, who: str, place: str | None, allowed: bool) -> None:
    reader = make.reader(world.people[who])
    group = getattr(world, place) if place else None
    with transaction():
        if allowed:
            item = writing.publish(reader, Discussion(), title="Titel", group=group)
            assert item.audience == (Audience.GROUP if group else Audience.PUBLIC)
        else:
            with pytest.raises(Forbidden):
                writing.publish(reader, Discussion(), title="Titel", group=group)


def test_audience_must_fit_the_place(world: World) -> None:
    reader = make.reader(world.member)
    for group, audience in ((world.closed_group, "public"), (None, "group"), (world.closed_group, "members")):
        with pytest.raises(Invalid) as refused, transaction():
            writing.publish(reader, Discussion(), title="Titel", group=group, audience=audience)
        assert refused.value.field == "audience"
    assert db.session.scalar(select(func.count()).select_from(Item)) == 0


def test_a_reply_from_the_form_of_another_item_is_refused(world: World) -> None:
    reader = make.reader(world.member)
    with transaction():
        one, other = make.discussion(world.manager), make.discussion(world.manager)
        reply = replies.post_reply(reader, one, "een", public_id="bcdfghjkmnpq")
        assert replies.post_reply(reader, one, "een", public_id="bcdfghjkmnpq") is reply
        with pytest.raises(Invalid):
            replies.post_reply(reader, other, "een", public_id="bcdfghjkmnpq")
        with pytest.raises(Invalid):
            replies.post_reply(make.reader(world.stranger), one, "een", public_id="bcdfghjkmnpq")
    assert db.session.get(Item, one.id).reply_count == 1


def test_files_go_along_and_can_be_taken_away(world: World) -> None:
    reader = make.reader(world.member)
    with transaction():
        rows = [
            Attachment(
                uploader_id=world.member.id, sha256="0" * 64, size=1, media_type="text/plain", filename=name
            )
            for name in ("een.txt", "twee.txt")
        ]
        db.session.add_all(rows)
        db.session.flush()
        ids = [row.public_id for row in rows]
        item = writing.publish(reader, Discussion(), title="Titel", attachment_ids=ids)
    assert {row.item_id for row in rows} == {item.id}
    with transaction():
        writing.edit(reader, item, title="Titel", detach_ids=ids[:1])
    assert db.session.scalars(select(Attachment.filename)).all() == ["twee.txt"]


def test_nobody_writes_anonymously(world: World) -> None:
    with transaction():
        item = make.discussion(world.member)
        reply = make.reply(item, world.member)
        for act in (
            lambda: replies.post_reply(ANONYMOUS, item, "x"),
            lambda: replies.edit_reply(ANONYMOUS, reply, "x"),
            lambda: replies.delete_reply(ANONYMOUS, reply),
            lambda: replies.toggle_useful(ANONYMOUS, reply),
            lambda: writing.edit(ANONYMOUS, item, title="x"),
            lambda: writing.delete(ANONYMOUS, item),
        ):
            with pytest.raises(Forbidden):
                act()
    assert db.session.get(Item, item.id).state == State.PUBLISHED


def test_what_a_refusing_service_wrote_is_undone(
    world: World, browser_of: Callable[[object], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        db.session.add(Theme(slug="half"))
        db.session.flush()
        raise Invalid("Toch niet.")

    monkeypatch.setattr(discussions, "start_discussion", refuse)
    data = {"title": "T", "body": "b", "files": (io.BytesIO(b"tekst"), "tekst.txt")}
    answer = browser_of(world.member).post("/discussies/nieuw", data=data)
    assert answer.status_code == 422
    assert "Toch niet." in answer.text
    assert db.session.scalar(select(func.count()).select_from(Theme)) == 0
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 1
