"""Making a group, its address, its picture and its settings; the commands."""

import io

import pytest
from PIL import Image
from sqlalchemy import func, select

from forum.core.group import Group, Membership, Preset
from forum.groups.commands import group as commands
from forum.lib.db import db, transaction
from tests import world as make
from tests.world import World


def png(size: tuple[int, int] = (40, 30)) -> io.BytesIO:
    target = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(target, "PNG")
    target.seek(0)
    return target


def make_group(browser, **fields):  # type: ignore[no-untyped-def]
    return browser.post("/groepen/nieuw", data={"name": "Jeugd & wijk", "preset": "open", **fields})


def groups_named(name: str) -> list[Group]:
    return list(db.session.scalars(select(Group).where(Group.name == name).order_by(Group.id)))


def test_anyone_signed_in_makes_a_group_and_manages_it(world: World, browser_of, client) -> None:
    browser = browser_of(world.stranger)
    page = browser.get("/groepen/nieuw").text
    assert page.count('type="radio"') == 3
    answer = make_group(browser, description="Over de wijk.\nEn meer.")
    assert (answer.status_code, answer.location) == (303, "/groepen/jeugd-wijk")
    assert browser.get("/groepen/jeugd-wijk/instellingen").status_code == 200
    assert client.get("/groepen/nieuw").status_code == 404
    made = groups_named("Jeugd & wijk")[0]
    assert made.handle is None
    assert made.description == "Over de wijk.\nEn meer."


def test_addresses_collide_only_with_groups_that_are_not_hidden(world: World, browser_of) -> None:
    browser = browser_of(world.stranger)
    with transaction():
        hidden = make.group("geheim", Preset.HIDDEN, world.manager)
        hidden.name, hidden.handle = "Straatwerk", "straatwerk"
    places = [make_group(browser, name="Straatwerk", preset=preset).location for preset in ("open", "closed")]
    assert places == ["/groepen/straatwerk", "/groepen/straatwerk-2"]
    random = make_group(browser, name="Straatwerk", preset="hidden").location.removeprefix("/groepen/")
    assert len(random) == 12
    assert random not in {group.public_id for group in groups_named("Straatwerk")}


def test_no_name_takes_an_address_of_ours_or_a_random_one(world: World, browser_of) -> None:
    browser = browser_of(world.stranger)
    assert make_group(browser, name="Nieuw").location == "/groepen/groep-nieuw"
    hidden = world.hidden_group.address
    assert make_group(browser, name=hidden).location == f"/groepen/groep-{hidden}"
    assert make_group(browser, name="☀☀").location == "/groepen/groep"


def test_double_submit_makes_one_group(world: World, browser_of) -> None:
    browser = browser_of(world.stranger)
    answers = [make_group(browser, submission="zelfde") for _ in range(2)]
    assert [answer.location for answer in answers] == ["/groepen/jeugd-wijk"] * 2
    assert len(groups_named("Jeugd & wijk")) == 1
    made = groups_named("Jeugd & wijk")[0]
    assert db.session.scalar(select(func.count(Membership.id)).where(Membership.group_id == made.id)) == 1
    other = make_group(browser_of(world.member), submission="zelfde")
    assert other.location == "/groepen/jeugd-wijk-2"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "  \n "},
        {"name": "x" * 81},
        {"description": "x" * 1001},
        {"preset": "publiek"},
        {"preset": ""},
    ],
)
def test_bad_input_is_told_and_kept(world: World, browser_of, fields: dict[str, str]) -> None:
    answer = make_group(browser_of(world.stranger), **{"description": "Wat ik typte", **fields})
    assert answer.status_code == 422
    assert "Dit lukt zo nog niet" in answer.text
    assert fields.get("description", "Wat ik typte") in answer.text
    assert db.session.scalar(select(func.count(Group.id))) == 3


def test_picture_is_written_anew_and_shown_through_the_door(world: World, browser_of, client) -> None:
    browser = browser_of(world.stranger)
    place = make_group(browser, preset="closed", picture=(png(), "groep.png")).location
    answer = browser.get(f"{place}/beeld")
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert Image.open(io.BytesIO(answer.data)).size == (40, 30)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert f"{place}/beeld" in browser_of(world.member).get("/groepen").text
    assert client.get(f"{place}/beeld").status_code == 404
    browser.post(f"{place}/instellingen", data={"name": "Jeugd & wijk", "remove_picture": "y"})
    assert browser.get(f"{place}/beeld").status_code == 404


def test_what_is_no_picture_is_refused(world: World, browser_of) -> None:
    evil = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    answer = make_group(browser_of(world.stranger), picture=(evil, "groep.png"))
    assert answer.status_code == 422
    assert "Een SVG kan niet" in answer.text
    assert groups_named("Jeugd & wijk") == []


def test_settings_change_the_name_and_keep_the_address(world: World, browser_of) -> None:
    address = world.open_group.address
    form = {"name": "Wijkteams", "description": "Nieuw"}
    for name, code in {"manager": 303, "member": 403, "stranger": 403, "moderator": 403}.items():
        answer = browser_of(world.people[name]).post(f"/groepen/{address}/instellingen", data=form)
        assert answer.status_code == code, name
    page = browser_of(None).get(f"/groepen/{address}").text
    assert "<h1>Wijkteams</h1>" in page
    too_long = browser_of(world.manager).post(
        f"/groepen/{address}/instellingen", data={"name": "x" * 81, "description": "Bleef staan"}
    )
    assert too_long.status_code == 422
    assert "Bleef staan" in too_long.text


def test_commands_make_groups_and_members(world: World, app) -> None:
    run = app.test_cli_runner().invoke
    made = run(
        commands,
        ["add", "Kerngroep", "--slug", "kern", "--preset", "hidden", "--manager", "member@example.org"],
    )
    assert made.exit_code == 0, made.output
    row = groups_named("Kerngroep")[0]
    assert (row.handle, row.preset) == ("kern", "hidden")
    assert row.address != "kern"
    opened = run(
        commands,
        ["add", "Open", "--slug", "open-huis", "--preset", "open", "--manager", "member@example.org"],
    )
    assert "/groepen/open-huis" in opened.output
    for _ in range(2):
        assert run(commands, ["add-member", "kern", "Stranger@example.org"]).exit_code == 0
    db.session.rollback()
    assert row.id in make.reader(world.stranger).member_of
    for bad in (
        ["add", "Kern", "--slug", "kern", "--preset", "open", "--manager", "member@example.org"],
        ["add", "Kern", "--slug", "Kern Groep", "--preset", "open", "--manager", "member@example.org"],
        ["add", "Kern", "--slug", "kern2", "--preset", "open", "--manager", "niemand@example.org"],
        ["add-member", "bestaat-niet", "stranger@example.org"],
        ["add-member", "klankbord", "banned@example.org"],
    ):
        refused = run(commands, bad)
        assert refused.exit_code == 1, bad
        assert refused.output.startswith("Error: "), refused.output


def test_an_address_taken_at_the_same_moment_is_told(world: World, browser_of, monkeypatch) -> None:
    monkeypatch.setattr("forum.groups.service._is_taken", lambda _slug: False)
    answer = make_group(browser_of(world.stranger), name=world.open_group.address, description="Bleef staan")
    assert answer.status_code == 422
    assert "Probeer het nog een keer" in answer.text
    assert "Bleef staan" in answer.text
