"""The moderator and the manager: a report, a decision with a reason, and a log that tells."""

import secrets

import pytest
from playwright.sync_api import expect

from forum.access import Reader
from forum.core.item import Item
from forum.lib.db import db
from forum.threads.replies import post_reply
from tests.e2e.site import Site

pytestmark = pytest.mark.needs_chromium
ANOUK, IRENE = "anouk@voorbeeld.nl", "irene@voorbeeld.nl"  # member and manager of Buurtteams Waterveen
FATMA, TOM = "fatma@voorbeeld.nl", "tom@voorbeeld.nl"  # manager and member of Ingewikkelde situaties (closed)
PETRA = "petra@voorbeeld.nl"  # moderator of the site, not in that group


def reply_of(site: Site, email: str, path: str, body: str) -> str:
    """A new reply on the page at `path`; returns its public id."""

    def write(reader: Reader) -> str:
        public_id = path.rsplit("/", 1)[1]
        item = db.session.query(Item).filter_by(public_id=public_id).one()
        return post_reply(reader, item, body).public_id

    made: str = site.make(email, write)
    return made


def test_a_reported_reply_is_hidden_with_a_reason(site: Site) -> None:
    path, mark = site.item("Hoe zorg je dat een gezin"), secrets.token_hex(4)
    said, reason = f"Bel mij op 06-{mark} voor een gouden tip", f"Geen reclame {mark}"
    author = site.add_person("Rik")
    reply_id = reply_of(site, author, path, said)

    with site.browsing(ANOUK) as page:
        page.goto(path)
        page.locator(f"#reactie-{reply_id}").get_by_role("link", name="Misbruik melden").click()
        page.get_by_label("Wat is er mis?").fill(f"Dit is reclame {mark}")
        page.get_by_role("button", name="Melden").click()
        expect(page.locator(".kp-flashes")).to_contain_text("Een beheerder kijkt hiernaar")
        expect(page.get_by_text(said)).to_be_visible()  # a report by itself changes nothing

    with site.browsing(IRENE) as page:
        page.goto(site.group("Buurtteams Waterveen"))
        page.get_by_role("link", name="Meldingen van misbruik").last.click()
        line = page.locator(".kp-line", has_text=f"Dit is reclame {mark}")
        line.get_by_role("link").first.click()
        expect(page.get_by_text(said)).to_be_visible()
        page.get_by_label("Verbergen").check()
        page.get_by_role("button", name="Beslissing opslaan").click()  # without a reason
        expect(page.locator("#fouten")).to_contain_text("Schrijf een reden")
        expect(page.get_by_label("Verbergen")).to_be_checked()
        page.get_by_label("Waarom?").fill(reason)
        page.get_by_role("button", name="Beslissing opslaan").click()
        expect(page.get_by_role("status").filter(has_text="Je beslissing is opgeslagen")).to_be_visible()
        page.goto("/moderatie/logboek")
        entry = page.locator(".kp-line", has_text=reason)
        expect(entry).to_contain_text("Irene Mulder")
        assert page.locator("main form").count() == 0  # nothing here can be changed

    for reader in (None, ANOUK):
        with site.browsing(reader) as page:
            page.goto(path)
            expect(page.get_by_text("Let wel op de privacy")).to_be_visible()
            assert said not in page.content()
            page.goto(f"/zoeken?q={mark}")
            assert said not in page.content()

    mail = site.mail_to(author, "Iets van jou is verborgen")
    assert reason in mail.text
    assert "Anouk" not in mail.text  # who reported stays between the reporter and who decides


def test_a_moderator_opens_a_reported_item_of_a_closed_group_and_it_is_seen(site: Site) -> None:
    path, mark = site.item("Ouders die niet open willen doen"), secrets.token_hex(4)
    said = f"Iets vertrouwelijks {mark}"
    reply_id = reply_of(site, "yusuf@voorbeeld.nl", path, said)
    with site.browsing(TOM) as page:
        page.goto(path)
        page.locator(f"#reactie-{reply_id}").get_by_role("link", name="Misbruik melden").click()
        page.get_by_label("Wat is er mis?").fill(f"Herkenbaar gezin {mark}")
        page.get_by_role("button", name="Melden").click()

    with site.browsing(PETRA) as page:
        answer = page.goto(path)
        assert answer
        assert answer.status == 404  # no silent reading
        page.goto("/moderatie")
        assert "Ouders die niet open" not in page.content()
        page.locator(".kp-line", has_text=mark).get_by_role("link").first.click()
        decide = page.url
        assert said not in page.content()
        before = site.query("select count(*) from looks")
        page.reload()
        assert site.query("select count(*) from looks") == before  # GET shows, POST opens
        page.locator('form[action$="/inzage"] button').click()
        expect(page.get_by_text(said)).to_be_visible()
        expect(page.locator("main .kp-notice")).to_contain_text("De beheerders van de groep zien")
        [(minutes,)] = site.query(
            "select (julianday(expires_at) - julianday('now')) * 1440 from looks order by id desc limit 1"
        )
        assert 25 < minutes <= 30
        page.goto(path)
        assert "Ouders die niet open" not in page.content()  # the report only, not the page it stands on

    with site.browsing(FATMA) as page:
        page.goto("/moderatie/logboek")
        expect(page.locator(".kp-line", has_text="voor een half uur").first).to_contain_text("Petra Smit")
        page.goto(f"{site.group('Ingewikkelde situaties')}/logboek")
        expect(page.get_by_role("main")).to_contain_text("Petra Smit")

    with site.browsing("bas@voorbeeld.nl") as page:  # another administrator: the look is of one person
        page.goto(decide)
        assert said not in page.content()
