"""Versions on one address: another file, what was there before, comparing, putting back."""

import io
from datetime import timedelta

from sqlalchemy import select

from forum.lib.db import db
from forum.library import reading
from forum.library.models import Document, DocumentVersion, ExtractionState
from forum.search.service import search
from forum.storage import cleaning
from tests import documents
from tests.world import reader


def _replace(
    browser, made, content=b"De nota van dit jaar over voorrangsregels.", reason="Nieuwe bedragen", **more
):
    data = {"reason": reason, **more}
    if content is not None:
        data["file"] = (io.BytesIO(content), "nota-nieuw.txt")
    address = f"/documenten/{made.public_id}/vervangen"
    return browser.post(address, data=data, content_type="multipart/form-data")


def _now(made):
    db.session.expire_all()
    return db.session.get(Document, made.id)


def _file(browser, address):
    with browser.get(address) as answer:
        return answer.status_code, answer.data


def test_the_address_gives_the_new_file_and_each_version_keeps_its_own(world, work, browser_of):
    made = documents.document(
        world.member, world.open_group, content=b"De nota van vorig jaar over wachttijden."
    )
    work()
    browser, visitor = browser_of(world.member), browser_of(None)
    page = f"/documenten/{made.public_id}"
    assert _replace(browser, made).status_code == 303
    assert _now(made).extraction_state == ExtractionState.PENDING
    work()
    assert _now(made).extraction_state == ExtractionState.DONE
    assert _file(visitor, f"{page}/bestand") == (200, b"De nota van dit jaar over voorrangsregels.")
    assert _file(visitor, f"{page}/versies/2/bestand") == (200, b"De nota van dit jaar over voorrangsregels.")
    assert _file(visitor, f"{page}/versies/1/bestand") == (200, b"De nota van vorig jaar over wachttijden.")
    assert _file(visitor, f"{page}/versies/3/bestand")[0] == 404
    listed = visitor.get(f"{page}/versies").text
    assert "Nieuwe bedragen" in listed
    assert listed.index("Versie 2") < listed.index("Versie 1")
    assert world.member.name in listed
    assert "terugzetten" not in listed
    shown = visitor.get(page).text
    assert "voorrangsregels" in shown
    assert "wachttijden" not in shown
    assert "versie 2" in shown


def test_search_knows_the_current_file_only_and_says_that_there_was_another(world, work, browser_of):
    made = documents.document(world.member, world.open_group, content=b"Over wachttijden.", title="De nota")
    work()
    assert _replace(browser_of(world.member), made).status_code == 303
    work()
    who = reader(world.stranger)
    assert search(who, "wachttijden").total == 0
    found = search(who, "voorrangsregels").items
    assert [hit.title for hit in found] == ["De nota"]
    assert "was v1, " in found[0].extra
    other = documents.document(world.member, None, content=b"Eerste versie.")
    work()
    assert "was v" not in search(who, "eerste versie").items[0].extra
    assert other.version == 1


def test_what_cannot_be_replaced_is_said_and_nothing_is_lost(world, work, browser_of):
    made = documents.document(world.member, world.open_group, content=b"Een nota.")
    browser = browser_of(world.member)
    nothing = _replace(browser, made, content=None)
    assert (nothing.status_code, "Kies een bestand." in nothing.text) == (422, True)
    wordless = _replace(browser, made, reason="  ")
    assert (wordless.status_code, "Vertel kort waarom" in wordless.text) == (422, True)
    held = wordless.text.split('name="held"')[1].split('value="')[1].split('"')[0]
    same = _replace(browser, made, content=b"Een nota.", reason="Zomaar")
    assert (same.status_code, "hetzelfde bestand" in same.text) == (422, True)
    assert _now(made).version == 1
    assert _replace(browser, made, content=None, held=held).status_code == 303
    assert _replace(browser, made, content=None, held=held).status_code == 303  # sent twice
    assert _now(made).version == 2


def test_who_only_reads_replaces_and_restores_nothing(world, browser_of):
    made = documents.document(world.member, world.open_group)
    assert _replace(browser_of(world.member), made).status_code == 303
    restore = f"/documenten/{made.public_id}/versies/1/terugzetten"
    stranger, visitor = browser_of(world.stranger), browser_of(None)
    assert stranger.get(f"/documenten/{made.public_id}/vervangen").status_code == 403
    assert _replace(stranger, made, content=b"Vals").status_code == 403
    assert stranger.post(restore).status_code == 403
    assert visitor.post(restore).status_code == 404
    assert _now(made).version == 2
    manager = browser_of(world.manager)
    assert manager.post(f"/documenten/{made.public_id}/versies/9/terugzetten").status_code == 404
    assert manager.post(restore).status_code == 303
    now = _now(made)
    assert (now.version, now.version_by_id, now.filename) == (3, world.manager.id, "nota.txt")


def test_putting_back_makes_a_new_version_that_is_found_again(world, work, browser_of):
    made = documents.document(world.member, None, content=b"Over wachttijden.")
    work()
    browser = browser_of(world.member)
    assert _replace(browser, made).status_code == 303
    work()
    assert browser.post(f"/documenten/{made.public_id}/versies/1/terugzetten").status_code == 303
    work()
    assert search(reader(None), "wachttijden").total == 1
    assert search(reader(None), "voorrangsregels").total == 0
    versions = db.session.scalars(select(DocumentVersion.number).order_by(DocumentVersion.number)).all()
    assert versions == [1, 2]


def test_two_versions_are_compared(world, work, browser_of):
    made = documents.document(
        world.member, None, content=b"De bijdrage is 40 euro. " + b"Dit bleef gelijk. " * 60
    )
    work()
    browser = browser_of(None)
    address = f"/documenten/{made.public_id}/versies/vergelijk"
    assert "maar één versie" in browser.get(address).text
    _replace(browser_of(world.member), made, content=b"De bijdrage is 55 euro. " + b"Dit bleef gelijk. " * 60)
    work()
    shown = browser.get(address).text
    assert "40" in shown.split("<del>")[1].split("</del>")[0]
    assert "55" in shown.split("<ins>")[1].split("</ins>")[0]
    assert shown.count("Dit bleef gelijk") < 15
    for odd in ("?van=9&naar=x", "?van=2&naar=2", "?van=&naar="):
        assert browser.get(address + odd).status_code == 200


def test_a_file_that_was_replaced_before_it_was_read_can_be_compared_too(world, work, browser_of):
    made = documents.document(world.member, None, content=b"Over wachttijden.")
    _replace(browser_of(world.member), made)
    work()
    version = db.session.scalars(select(DocumentVersion)).one()
    assert list(reading.texts_of_version(version.id)) == ["Over wachttijden."]
    assert "geen tekst" not in browser_of(None).get(f"/documenten/{made.public_id}/versies/vergelijk").text


def test_bytes_of_an_earlier_version_are_not_tidied_away(world, browser_of, app):
    made = documents.document(world.member, None, content=b"Over wachttijden.")
    _replace(browser_of(world.member), made)
    before = _file(browser_of(None), f"/documenten/{made.public_id}/versies/1/bestand")
    cleaning.clean(timedelta(0))
    assert _file(browser_of(None), f"/documenten/{made.public_id}/versies/1/bestand") == before
    assert before[0] == 200
