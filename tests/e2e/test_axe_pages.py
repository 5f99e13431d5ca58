"""Every page type, for everybody: axe without ignores, one h1, nothing wider than a small phone, a quiet console.

Each page is looked at in the light scheme at 1280 px and in the dark one at 320 px by all rules of axe, and in
between in the other two ways by its rules about colour.
"""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page

from forum.access import Reader
from forum.search import words
from forum.site import logo, styles
from tests.e2e.furnished import ANOUK, SAMIRA, Furnished, furnish, offer_style
from tests.e2e.site import Site, complaints_of
from tests.styleguide.looking import AXE

pytestmark = [pytest.mark.needs_chromium, pytest.mark.timeout(180)]

IRENE, PETRA, BAS = "irene@voorbeeld.nl", "petra@voorbeeld.nl", "bas@voorbeeld.nl"
WIDE, SMALL = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
RUN = """rules => axe.run(document, rules ? {runOnly: {type: "rule", values: rules}} : {}).then(found =>
  found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)))"""
COLOUR = ["color-contrast", "link-in-text-block"]
GROUP, CLOSED, HIDDEN = "Buurtteams Waterveen", "Ingewikkelde situaties", "Klankbord nieuwe verordening"

# What answers GET but is no page of ours.
NO_PAGES = {
    "static",
    "groups.picture",
    "groups.invite_link_code",
    "groups.invite_link_sheet",
    "groups.group_sheet",
    "threads.item_sheet",
    "moderation.picture",
    "accounts.photo",
    "library.file",
    "library.version_file",
    "library.picture",
    "library.shared_file",
    "library.shared_picture",
    "attachments.file",
    "threads.mentionable",  # names as JSON
    "threads.mentionable_on",
    "threads.similar_items",  # a piece of HTML
    "search.suggest",  # names as JSON
    "threads.reply_page",  # sends on to the item
    "health.healthz",
    "operations.readyz",
    "security.security_txt",
    "site.logo",
    "site.stylesheet",
}
NO_SUCH = {"/niets", "/aanmelden/onzin", "/uitnodiging/onzin", "/u/onzin", "/d/onzin"}
Places = dict[str, list[tuple[str | None, str]]]


@pytest.fixture(scope="session")
def furnished(site: Site) -> Furnished:
    return furnish(site)


def places(site: Site, made: Furnished) -> Places:
    """Endpoint → who looks at which address. A new route has to be placed here or in NO_PAGES."""
    group, closed, hidden = site.group(GROUP), site.group(CLOSED), site.group(HIDDEN)
    discussion, reply = f"/discussies/{made.discussion}", f"/reacties/{made.reply}"
    statement, poll = site.item("Elke brief aan een ouder"), site.item("Wat helpt een kind")
    document = site.item("Handreiking samen delen")
    line = site.make(PETRA, lambda reader: words.list_lines(reader)[0][0].code)
    return {
        "timeline.home": [(None, "/"), (SAMIRA, "/"), (None, "/?soort=alles")],
        "search.results": [(None, "/zoeken"), (None, "/zoeken?q=wachtlijst"), (SAMIRA, "/zoeken?q=zzzqqq")],
        "accounts.sign_in": [(None, "/aanmelden")],
        "accounts.enter_code": [(None, "/aanmelden/code")],
        "accounts.confirm": [(None, f"/aanmelden/{made.sign_in}"), (None, "/aanmelden/onzin")],
        "accounts.mailbox": [(None, "/ontwikkel/postvak")],
        "accounts.settings": [(SAMIRA, "/instellingen")],
        "accounts.programs": [(SAMIRA, "/instellingen/programmas")],
        "accounts.second_factor": [
            (PETRA, "/instellingen/beveiliging"),
            (made.guarded, "/instellingen/beveiliging"),
        ],
        "accounts.app": [(made.setting_up, "/instellingen/beveiliging/app")],
        "accounts.prove": [(PETRA, "/bevestigen"), (made.guarded, "/bevestigen?next=/moderatie")],
        "accounts.profile": [(SAMIRA, "/profiel")],
        "accounts.people": [
            (SAMIRA, "/mensen"),
            (SAMIRA, "/mensen?thema=wachtlijsten"),
            (SAMIRA, "/mensen?q=zzz"),
        ],
        "accounts.change_address": [(SAMIRA, "/instellingen/adres")],
        "accounts.confirm_address": [(SAMIRA, f"/instellingen/adres/{made.address_change}")],
        "accounts.closing_account": [(SAMIRA, "/instellingen/account-sluiten")],
        "welcome.start": [(SAMIRA, "/welkom")],
        "welcome.themes": [(SAMIRA, "/welkom/themas")],
        "welcome.groups": [(PETRA, "/welkom/groepen")],
        "welcome.mail": [(SAMIRA, "/welkom/mail")],
        "accounts.sessions": [(SAMIRA, "/instellingen/ingelogd")],
        "accounts.person": [(SAMIRA, site.person(ANOUK)), (SAMIRA, site.person(SAMIRA))],
        "groups.index": [(None, "/groepen"), (SAMIRA, "/groepen")],
        "groups.new": [(SAMIRA, "/groepen/nieuw")],
        "groups.page": [
            (None, group),
            (SAMIRA, group),
            (IRENE, group),
            (SAMIRA, closed),
            (PETRA, closed),
            (SAMIRA, hidden),
        ],
        "groups.members": [
            (SAMIRA, f"{group}/leden"),
            (IRENE, f"{group}/leden"),
            ("fatma@voorbeeld.nl", f"{closed}/leden"),
        ],
        "groups.invite": [(IRENE, f"{group}/uitnodigen"), ("joost@voorbeeld.nl", f"{hidden}/uitnodigen")],
        "groups.invite_links": [
            (IRENE, f"{group}/links"),
            (IRENE, f"{group}/links?bij={made.discussion}"),
            ("fatma@voorbeeld.nl", f"{closed}/links"),
        ],
        "groups.invite_link": [(IRENE, f"{group}/links/{made.link}")],
        "groups.short_link": [(None, f"/u/{made.secret}"), (BAS, f"/u/{made.secret}"), (None, "/u/onzin")],
        "groups.settings": [(IRENE, f"{group}/instellingen")],
        "groups.change_preset": [
            (IRENE, f"{group}/zichtbaarheid"),
            (IRENE, f"{group}/zichtbaarheid?naar=hidden"),
        ],
        "groups.leave": [(SAMIRA, f"{closed}/verlaten")],
        "groups.log": [(IRENE, f"{group}/logboek")],
        "groups.invitation": [
            (None, f"/uitnodiging/{made.invitation}"),
            (made.invited, f"/uitnodiging/{made.invitation}"),
            (None, "/uitnodiging/onzin"),
        ],
        "discussions.new": [(SAMIRA, f"/discussies/nieuw?groep={group.rsplit('/', 1)[1]}")],
        "discussions.page": [
            (None, discussion),
            (ANOUK, discussion),
            (IRENE, discussion),
            (PETRA, discussion),
        ],
        "discussions.edit": [(ANOUK, f"{discussion}/bewerken")],
        "statements.new": [(SAMIRA, "/stellingen/nieuw")],
        "statements.page": [(None, statement), (SAMIRA, statement), (PETRA, statement)],
        "statements.edit": [("lieke@voorbeeld.nl", f"{statement}/bewerken")],
        "polls.new": [(SAMIRA, "/peilingen/nieuw")],
        "polls.page": [(None, poll), (SAMIRA, poll), ("daan@voorbeeld.nl", poll)],
        "polls.edit": [("kees@voorbeeld.nl", f"{poll}/bewerken")],
        "library.index": [(None, "/bibliotheek"), (SAMIRA, "/bibliotheek")],
        "library.new": [(SAMIRA, "/documenten/nieuw")],
        "library.folder": [(None, f"/mappen/{made.folder}"), (IRENE, f"/mappen/{made.folder}")],
        "library.manage_folders": [(IRENE, f"{group}/mappen")],
        "library.edit_folder": [(IRENE, f"/mappen/{made.folder}/aanpassen")],
        "library.place": [(SAMIRA, f"{document}/map")],
        "library.page": [(None, document), (SAMIRA, document)],
        "library.read": [(None, f"{document}/lezen"), (SAMIRA, f"{document}/lezen")],
        "library.share": [(SAMIRA, f"{document}/delen")],
        "library.shares": [(SAMIRA, "/gedeeld")],
        "library.shared": [(None, "/d/onzin")],
        "library.edit": [(SAMIRA, f"{document}/bewerken")],
        "library.replace": [(SAMIRA, f"{document}/vervangen")],
        "library.versions": [(None, f"{document}/versies")],
        "library.compare": [(SAMIRA, f"{document}/versies/vergelijk")],
        "library.validity": [(SAMIRA, f"{document}/geldigheid")],
        "library.owner": [(SAMIRA, f"{document}/eigenaar")],
        "library.doubt": [(ANOUK, f"{document}/klopt-niet-meer")],
        "search.words_page": [(PETRA, "/zoekwoorden")],
        "search.edit_words": [(PETRA, f"/zoekwoorden/{line}")],
        "search.saved_page": [(SAMIRA, "/bewaarde-zoekvragen"), (BAS, "/bewaarde-zoekvragen")],
        "search.saved_stop": [(None, made.saved_stop)],
        "search.sought_page": [(PETRA, "/zoekvragen")],
        "search.bets_page": [(PETRA, "/zoekantwoorden")],
        "following.index": [(SAMIRA, "/wat-ik-volg"), ("daan@voorbeeld.nl", "/wat-ik-volg")],
        "themes.index": [(None, "/themas"), (SAMIRA, "/themas")],
        "themes.page": [
            (None, "/themas/wachtlijsten"),
            (SAMIRA, "/themas/wachtlijsten"),
            (PETRA, "/themas/wachtlijsten"),
        ],
        "themes.merge": [(PETRA, "/themas/wachtlijsten/samenvoegen")],
        "threads.choose_place": [(SAMIRA, "/schrijven/discussion")],
        "threads.post_reply": [(SAMIRA, f"/items/{made.discussion}/reacties")],
        "threads.drafts": [(SAMIRA, "/concepten"), (BAS, "/concepten")],
        "threads.continue_draft": [(SAMIRA, f"/concepten/{made.draft}")],
        "threads.removed": [(ANOUK, "/verwijderd"), (BAS, "/verwijderd")],
        "threads.compare_item": [(None, f"/items/{made.discussion}/versies/vergelijk")],
        "threads.compare_reply": [(None, f"{reply}/versies/vergelijk")],
        "threads.move_item": [
            (ANOUK, f"/items/{made.discussion}/verplaatsen"),
            (ANOUK, f"/items/{made.discussion}/verplaatsen?naar=buiten.signed_in"),
        ],
        "threads.delete_item": [(ANOUK, f"/items/{made.discussion}/verwijderen")],
        "threads.edit_reply": [(ANOUK, f"{reply}/bewerken")],
        "threads.delete_reply": [(ANOUK, f"{reply}/verwijderen")],
        "threads.revisions": [(None, f"/items/{made.discussion}/versies")],
        "threads.reply_revisions": [(None, f"{reply}/versies")],
        "moderation.report": [
            (SAMIRA, f"/melden/reply/{made.reply}"),
            (SAMIRA, f"/melden/group/{made.group}"),
            (SAMIRA, f"/melden/person/{made.person}"),
        ],
        "moderation.hide": [(IRENE, f"/moderatie/verbergen/reply/{made.reply}")],
        "moderation.worklist": [
            (IRENE, "/moderatie"),
            (PETRA, "/moderatie"),
            (PETRA, "/moderatie?toon=besloten"),
        ],
        "moderation.log": [(IRENE, "/moderatie/logboek"), (PETRA, "/moderatie/logboek")],
        "moderation.decide": [
            (IRENE, f"/moderatie/{made.report}"),
            (PETRA, f"/moderatie/{made.closed_report}"),
            (PETRA, f"/moderatie/{made.hidden_group_report}"),
            (PETRA, f"/moderatie/{made.group_report}"),
            (PETRA, f"/moderatie/{made.person_report}"),
        ],
        "notifications.index": [(ANOUK, "/berichten"), (SAMIRA, "/berichten")],
        "notifications.settings": [(SAMIRA, "/berichten/instellingen")],
        "notifications.unsubscribe": [(None, f"/berichten/stoppen/{made.unsubscribe_notifications}")],
        "digest.unsubscribe": [(None, f"/weekbericht/stoppen/{made.unsubscribe}")],
        "administration.overview": [(BAS, "/beheer")],
        "administration.security_log": [(BAS, "/beheer/logboek")],
        "administration.people": [
            (BAS, "/beheer/mensen"),
            (BAS, "/beheer/mensen?q=zzz"),
            (BAS, "/beheer/mensen?toon=rol"),
        ],
        "administration.account": [
            (BAS, f"/beheer{site.person(SAMIRA)}"),
            (BAS, f"/beheer{site.person(BAS)}"),
        ],
        "administration.rights": [(BAS, "/beheer/rechten")],
        "webhooks.of_group": [(IRENE, f"{group}/webhooks")],
        "webhooks.of_site": [(BAS, "/beheer/webhooks")],
        "site.general": [(BAS, "/beheer/site")],
        "site.look": [(BAS, "/beheer/uiterlijk")],
        "site.style": [(BAS, "/beheer/huisstijl")],
        "site.style_preview": [(BAS, f"/beheer/huisstijl/{made.style}")],
        "site.entry": [(BAS, "/beheer/toegang")],
        "site.page": [
            (None, f"/pagina/{slug}") for slug in ("over", "privacy", "toegankelijkheid", "contact")
        ],
        "site.pages": [(BAS, "/beheer/paginas")],
        "site.new_page": [(BAS, "/beheer/paginas/nieuw")],
        "site.edit_page": [(BAS, "/beheer/paginas/spelregels")],
        "site.page_versions": [(BAS, f"/beheer/paginas/{made.site_page}/versies")],
        "site.remove_page": [(BAS, f"/beheer/paginas/{made.site_page}/verwijderen")],
        "error pages": [(None, "/niets"), (SAMIRA, "/niets")],
    }


def test_every_page_type_has_a_place(site: Site, furnished: Furnished) -> None:
    readable = {
        rule.endpoint
        for rule in site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith("api.")
    }
    assert readable == places(site, furnished).keys() - {"error pages"} | NO_PAGES


# The name of the site stands on one line, and each of the main ways in is in sight.
CUT_OFF = """() => {
  const [name, nav] = [".kp-logo__name", ".kp-nav ul"].map((mark) => document.querySelector(mark))
  const found = []
  if (name && name.getClientRects().length && name.offsetHeight > 1.5 * parseFloat(getComputedStyle(name).lineHeight))
    found.push("name of the site broken")
  if (nav && nav.scrollWidth > nav.clientWidth) found.push("main ways cut off")
  return found
}"""


def look(page: Page) -> list[str]:
    """What is wrong with the open page, in every scheme and width."""
    found = []
    page.evaluate(AXE.read_text())
    for width, scheme, rules in (
        (WIDE, "light", None),
        (WIDE, "dark", COLOUR),
        (SMALL, "light", COLOUR),
        (SMALL, "dark", None),
    ):
        page.set_viewport_size(width)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{width['width']} {scheme} {line}" for line in page.evaluate(RUN, rules)]
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{width['width']} {too_wide} px too wide"] if too_wide > 0 else []
        found += [f"{width['width']} {line}" for line in page.evaluate(CUT_OFF)]
    if (count := page.locator("h1").count()) != 1:
        found.append(f"{count} h1")
    if (count := page.locator(".kp-button--primary").count()) > 1:
        found.append(f"{count} primary buttons")
    return found


def look_at(site: Site, who: str | None, addresses: list[str]) -> dict[str, list[str]]:
    """What is wrong with these pages for this person, by address."""
    context = site.context(who, reduced_motion="reduce")
    page = context.new_page()
    console = complaints_of(page)
    found = {}
    for address in addresses:
        answer = page.goto(address)
        assert answer
        assert answer.status == 200 or address in NO_SUCH, (who, address, answer.status)
        found[address] = [*look(page), *console]
        console.clear()
    context.close()
    return {address: lines for address, lines in found.items() if lines}


def of(people: set[str | None], everything: Places) -> dict[str | None, list[str]]:
    """Whose pages these are, without the others'."""
    sorted_out: dict[str | None, list[str]] = {}
    for shown in everything.values():
        for who, address in shown:
            if who in people:
                sorted_out.setdefault(who, []).append(address)
    return sorted_out


def test_axe_for_visitors(site: Site, furnished: Furnished) -> None:
    [(_nobody, addresses)] = of({None}, places(site, furnished)).items()
    assert len(addresses) > 15
    assert look_at(site, None, addresses) == {}


@pytest.mark.parametrize("half", [0, 1])
def test_axe_for_a_member(site: Site, furnished: Furnished, half: int) -> None:
    addresses = of({SAMIRA}, places(site, furnished))[SAMIRA]
    assert len(addresses) > 15
    assert look_at(site, SAMIRA, addresses[half::2]) == {}


def test_axe_for_a_manager(site: Site, furnished: Furnished) -> None:
    assert look_at(site, IRENE, of({IRENE}, places(site, furnished))[IRENE]) == {}


def test_axe_for_a_moderator_and_the_others(site: Site, furnished: Furnished) -> None:
    everything = places(site, furnished)
    people = {who for shown in everything.values() for who, _address in shown} - {None, SAMIRA, IRENE}
    assert PETRA in people
    found = {who: look_at(site, who, addresses) for who, addresses in of(people, everything).items()}
    assert {who: lines for who, lines in found.items() if lines} == {}


@pytest.mark.parametrize("address", ["/groepen/nieuw", "/documenten/nieuw", "/discussies/nieuw"])
def test_axe_for_a_refused_form(site: Site, address: str) -> None:
    context = site.context(SAMIRA, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    page.locator("main form button.kp-button--primary").last.click()
    page.locator("#fouten").wait_for()
    assert look(page) == []
    context.close()


def _dressed(reader: Reader) -> None:
    picture = io.BytesIO()
    Image.new("RGBA", (900, 200), (20, 20, 20, 255)).save(picture, "PNG")
    picture.seek(0)
    logo.change(reader, light=picture)
    styles.choose(reader, offer_style(reader))


def _undressed(reader: Reader) -> None:
    logo.change(reader, remove=True)
    styles.take_away(reader)
    offer_style(reader)  # to be looked at by the others


def test_axe_with_a_logo_and_a_house_style(site: Site, furnished: Furnished) -> None:
    addresses = ["/", site.group(GROUP), f"/discussies/{furnished.discussion}", "/zoeken?q=wachtlijst"]
    site.make(BAS, _dressed)
    try:
        found = look_at(site, None, addresses) | look_at(
            site, BAS, ["/beheer/uiterlijk", "/beheer/huisstijl"]
        )
    finally:
        site.make(BAS, _undressed)
    assert found == {}
