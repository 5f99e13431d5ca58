"""Administrators give and take roles, close and open accounts; who loses something loses it at once."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts import roles, tokens
from forum.accounts.models import ApiToken, UserSession
from forum.core.security_event import SecurityEvent
from forum.core.user import Role, User
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden
from tests import world as make
from tests.world import CAST, World

BrowserOf = Callable[[object], FlaskClient]
REASON = {"reason": "Werkt hier niet meer"}


def path(user: User, act: str = "") -> str:
    return f"/beheer/mensen/{user.public_id}{act}"


def role_of(user: User) -> Role:
    db.session.rollback()
    return Role(db.session.scalars(select(User.role).where(User.id == user.id)).one())


def lines() -> list[tuple[str, int | None, int | None, str]]:
    query = select(SecurityEvent.action, SecurityEvent.user_id, SecurityEvent.actor_id, SecurityEvent.detail)
    return [tuple(row) for row in db.session.execute(query.order_by(SecurityEvent.id))]


def test_for_administrators_only(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        token = tokens.issue(world.stranger)
    for name in (*CAST, "anonymous"):
        if name == "administrator":
            continue
        expected = 404 if name in ("anonymous", "deactivated") else 403
        client = browser_of(world.people[name])
        assert client.get("/beheer/mensen").status_code == expected, name
        assert client.get(path(world.stranger)).status_code == expected, name
        for act, data in (
            ("/rol", {"role": "admin"}), ("/sluiten", REASON), ("/openen", REASON), ("/uitloggen", {}),
        ):  # fmt: skip
            assert client.post(path(world.stranger, act), data=data).status_code == expected, (name, act)
    assert role_of(world.stranger) == Role.MEMBER
    assert tokens.find(token)
    assert [action for action, *_rest in lines()] == ["token-issued"]


def test_a_role_is_given_and_taken_at_once(world: World, browser_of: BrowserOf) -> None:
    admin, other = browser_of(world.administrator), browser_of(world.stranger)
    assert other.get("/moderatie").status_code != 200
    assert admin.post(path(world.stranger, "/rol"), data={"role": "moderator"}).status_code == 303
    assert other.get("/moderatie").status_code == 200
    assert other.get("/beheer").status_code == 403
    assert admin.post(path(world.stranger, "/rol"), data={"role": "admin"}).status_code == 303
    assert other.get("/beheer").status_code == 200
    assert other.post(path(world.administrator, "/rol"), data={"role": "member"}).status_code == 303
    assert admin.get("/beheer").status_code == 403
    assert admin.post(path(world.stranger, "/rol"), data={"role": "member"}).status_code == 403
    assert role_of(world.stranger) == Role.ADMIN
    assert lines() == [
        ("role-changed", world.stranger.id, world.administrator.id, "member>moderator"),
        ("role-changed", world.stranger.id, world.administrator.id, "moderator>admin"),
        ("role-changed", world.administrator.id, world.stranger.id, "admin>member"),
    ]


def test_the_same_role_again_is_no_change(world: World, browser_of: BrowserOf) -> None:
    for _double_click in range(2):
        answer = browser_of(world.administrator).post(
            path(world.stranger, "/rol"), data={"role": "moderator"}
        )
        assert answer.status_code == 303
    assert len(lines()) == 1


@pytest.mark.parametrize("role", ["", "baas", "ADMIN"])
def test_no_other_roles(world: World, browser_of: BrowserOf, role: str) -> None:
    answer = browser_of(world.administrator).post(path(world.stranger, "/rol"), data={"role": role})
    assert answer.status_code == 422
    assert role_of(world.stranger) == Role.MEMBER


def test_never_without_an_administrator(world: World, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    answer = admin.post(path(world.administrator, "/rol"), data={"role": "member"})
    assert answer.status_code == 422
    assert "De site heeft altijd een beheerder nodig." in answer.text
    assert admin.post(path(world.administrator, "/sluiten"), data=REASON).status_code == 422
    assert role_of(world.administrator) == Role.ADMIN
    # With another one it is possible.
    admin.post(path(world.stranger, "/rol"), data={"role": "admin"})
    assert admin.post(path(world.administrator, "/rol"), data={"role": "member"}).status_code == 303
    assert role_of(world.administrator) == Role.MEMBER


def test_a_closed_administrator_does_not_count(world: World, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    admin.post(path(world.stranger, "/rol"), data={"role": "admin"})
    admin.post(path(world.stranger, "/sluiten"), data=REASON)
    assert admin.post(path(world.administrator, "/rol"), data={"role": "member"}).status_code == 422


def test_who_lost_the_role_meanwhile_changes_nothing(world: World) -> None:
    before = make.reader(world.administrator)
    with transaction():
        world.administrator.role = Role.MEMBER
    with pytest.raises(Forbidden), transaction():
        roles.change_role(before, world.stranger, "admin")
    assert role_of(world.stranger) == Role.MEMBER


def test_t25_closing_ends_everything_at_once(world: World, app: Flask, browser_of: BrowserOf) -> None:
    admin, other = browser_of(world.administrator), browser_of(world.member)
    with transaction():
        token = tokens.issue(world.member)
    assert other.get("/instellingen").status_code == 200
    assert admin.post(path(world.member, "/sluiten"), data={"reason": " "}).status_code == 422
    assert other.get("/instellingen").status_code == 200
    assert admin.post(path(world.member, "/sluiten"), data=REASON).status_code == 303
    assert other.get("/instellingen").status_code == 404
    assert tokens.find(token) is None
    assert lines()[-1] == ("deactivated", world.member.id, world.administrator.id, "Werkt hier niet meer")
    page = admin.get(path(world.member)).text
    assert "Dit account is gesloten op" in page
    assert "Werkt hier niet meer" in page


def test_opened_again_without_any_session(world: World, browser_of: BrowserOf) -> None:
    admin, other = browser_of(world.administrator), browser_of(world.member)
    admin.post(path(world.member, "/sluiten"), data=REASON)
    assert admin.post(path(world.member, "/openen"), data={"reason": "Is terug"}).status_code == 303
    assert other.get("/instellingen").status_code == 404, "the old session stays dead"
    again = browser_of(db.session.get_one(User, world.member.id))
    assert again.get("/instellingen").status_code == 200
    assert again.get(f"/groepen/{world.closed_group.address}").status_code == 200
    assert lines()[-1] == ("reopened", world.member.id, world.administrator.id, "Is terug")


def test_signing_somebody_out_everywhere(world: World, browser_of: BrowserOf) -> None:
    other = browser_of(world.member)
    with transaction():
        tokens.issue(world.member)
        tokens.issue(world.manager)
    browser_of(world.administrator).post(path(world.member, "/uitloggen"))
    assert other.get("/instellingen").status_code == 404
    db.session.rollback()
    assert not db.session.scalars(select(UserSession).where(UserSession.user_id == world.member.id)).all()
    assert db.session.scalars(select(ApiToken.user_id)).all() == [world.manager.id]


def test_finding_an_account(world: World, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)

    def found(query: str) -> set[str]:
        page = admin.get(f"/beheer/mensen?{query}").text
        return {name for name in CAST if getattr(world, name).email in page}

    assert found("") == set(CAST)
    assert found("q=stranger@") == {"stranger"}
    assert found("q=MEMBER") == {"member"}
    assert found("q=%25") == set()
    assert found("q=_ember") == set()
    assert found("toon=gesloten") == {"deactivated"}
    assert found("toon=rol") == {"moderator", "administrator"}
    assert found("toon=lang") == set()
    assert found("toon=onzin") == set(CAST)
    assert admin.get("/beheer/mensen/bestaatniet1").status_code == 404


def test_signing_in_is_remembered(world: World, app: Flask) -> None:
    with transaction():
        link = tokens.sign_in_link(world.stranger)
    assert world.stranger.signed_in_at is None
    assert app.test_client().post(link.removeprefix("http://localhost")).status_code == 303
    db.session.rollback()
    assert db.session.get_one(User, world.stranger.id).signed_in_at is not None
