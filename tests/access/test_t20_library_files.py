"""T20 for documents: every way to ask for the file asks the door, each time."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from forum.core.group import Membership, Preset
from forum.core.item import State
from forum.lib.db import transaction
from tests import documents

CANARY = b"kanariewoord in het bestand"
READERS = {
    "open": {"manager", "member", "pending", "banned", "stranger", "moderator", "administrator", "former"}
    | {"deactivated", "anonymous"},
    "closed": {"manager", "member"},
    "hidden": {"manager", "member"},
}


def _groups(world):
    return {"open": world.open_group, "closed": world.closed_group, "hidden": world.hidden_group}


def _ask(browser, made, **headers):
    with browser.get(f"/documenten/{made.public_id}/bestand", headers=headers) as answer:
        return answer.status_code, answer.data, answer.headers


@pytest.mark.parametrize("preset", ["open", "closed", "hidden"])
def test_the_file_is_for_who_may_read_the_document(world, browser_of, preset):
    made = documents.document(world.member, _groups(world)[preset], content=CANARY, filename="kanarie.txt")
    for name, user in world.people.items():
        status, body, headers = _ask(browser_of(user), made)
        if name in READERS[preset]:
            assert (status, body) == (200, CANARY), name
        else:
            assert status == 404, name
            assert b"kanarie" not in body, name
            assert "Content-Disposition" not in headers, name


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-3"},
        {"Range": "bytes=-4"},
        {"If-None-Match": "*"},
        {"If-Range": "x", "Range": "bytes=0-"},
    ],
)
def test_no_header_goes_past_the_door(world, browser_of, headers):
    made = documents.document(world.member, world.closed_group, content=CANARY)
    status, body, answered = _ask(browser_of(world.stranger), made, **headers)
    assert status == 404
    assert "ETag" not in answered
    assert b"kana" not in body
    assert _ask(browser_of(world.member), made, **headers)[0] in (200, 206, 304)


def test_head_and_range_work_for_who_may_read(world, browser_of):
    made = documents.document(world.member, world.closed_group, content=CANARY)
    browser = browser_of(world.member)
    address = f"/documenten/{made.public_id}/bestand"
    with browser.head(address) as head:
        assert (head.status_code, head.content_length) == (200, len(CANARY))
    assert browser_of(world.stranger).head(address).status_code == 404
    status, body, headers = _ask(browser, made, Range="bytes=4-9")
    assert (status, body, headers["Content-Range"]) == (206, CANARY[4:10], f"bytes 4-9/{len(CANARY)}")
    assert _ask(browser, made, Range="bytes=9999-")[0] == 416


@pytest.mark.parametrize(
    "tail",
    [
        "/bestand/",
        "/bestand.txt",
        "/bestand%00",
        "/../bestand",
        "/%2e%2e/bestand",
        "/BESTAND",
        "/bestand/x.txt",
    ],
)
def test_no_spelling_of_the_address_goes_past_the_door(world, browser_of, tail):
    made = documents.document(world.member, world.closed_group, content=CANARY)
    with browser_of(world.stranger).get(f"/documenten/{made.public_id}{tail}") as answer:
        assert answer.status_code == 404
        assert CANARY not in answer.data


def test_the_bytes_are_not_under_static_nor_at_their_checksum(world, browser_of):
    made = documents.document(world.member, world.closed_group, content=CANARY)
    sha = made.sha256
    browser = browser_of(world.member)
    for address in (f"/static/{sha}", f"/files/{sha}", f"/static/../files/{sha[:2]}/{sha[2:4]}/{sha}"):
        assert browser.get(address).status_code == 404


def test_the_same_bytes_elsewhere_open_nothing(world, browser_of):
    secret = documents.document(world.member, world.closed_group, content=CANARY)
    public = documents.document(world.stranger, content=CANARY)
    stranger = browser_of(world.stranger)
    assert _ask(stranger, secret)[0] == 404
    status, _body, mine = _ask(stranger, public)
    assert status == 200
    theirs = _ask(browser_of(world.member), public)[2]
    other = _ask(browser_of(world.member), secret)[2]
    assert len({mine["ETag"], theirs["ETag"], other["ETag"]}) == 3  # T41: an ETag cannot be compared
    assert secret.sha256 not in mine["ETag"]
    assert mine["Cache-Control"] == "private, no-store"


def test_the_date_of_the_file_is_that_of_the_document(world, browser_of):
    first = documents.document(world.member, world.closed_group, content=CANARY)
    second = documents.document(world.stranger, content=CANARY)
    with transaction() as session:
        session.merge(second).published_at = first.published_at + timedelta(days=3)
    headers = _ask(browser_of(world.stranger), second)[2]
    expected = (first.published_at + timedelta(days=3)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert headers["Last-Modified"] == expected


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (b"<!doctype html><script>alert(1)</script>", "pagina.html"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "plaat.svg"),
        (documents.pdf("x"), "stuk.pdf"),
    ],
)
def test_a_browser_saves_it_and_runs_nothing(world, browser_of, content, filename):
    made = documents.document(world.member, None, content=content, filename=filename)
    status, body, headers = _ask(browser_of(None), made)
    assert (status, body) == (200, content)
    assert headers["Content-Disposition"] == f"attachment; filename={filename}"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_the_name_of_the_file_is_no_header(world, browser_of):
    made = documents.document(world.member, None, filename='na\u00efef"; x="\r\nSet-Cookie: a=b.txt')
    headers = _ask(browser_of(None), made)[2]
    assert "Set-Cookie" not in headers
    assert "filename*=UTF-8''na%C3%AFef" in headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("state", "who"), [(State.HIDDEN, {"manager"}), (State.DELETED, set()), (State.DRAFT, {"member"})]
)
def test_the_file_follows_the_state_of_the_document(world, browser_of, state, who):
    made = documents.document(world.member, world.open_group, content=CANARY)
    with transaction() as session:
        session.merge(made).state = state
    for name, user in world.people.items():
        assert (_ask(browser_of(user), made)[0] == 200) == (name in who), name


def test_an_access_change_holds_for_the_file_at_once(world, browser_of):
    made = documents.document(world.member, world.open_group, content=CANARY)
    stranger, former = browser_of(world.stranger), browser_of(world.member)
    assert _ask(stranger, made)[0] == 200
    with transaction() as session:
        session.merge(world.open_group).preset = Preset.CLOSED
    assert _ask(stranger, made)[0] == 404
    assert _ask(former, made)[0] == 200
    with transaction() as session:
        session.execute(delete(Membership).where(Membership.user_id == world.member.id))
    assert _ask(former, made)[0] == 404
