"""Renders the frame and the macros with made-up data, to look at them without a database.

`python tests/styleguide.py FOLDER` writes the pages; `--shoot` also takes pictures in Chromium and runs axe.
"""

import argparse
import functools
import http.server
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace as Thing

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader
from markupsafe import Markup, escape
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    Form,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def _ago(when: datetime) -> Markup:
    hours = round((NOW - when).total_seconds() / 3600)
    words = f"{hours} uur geleden" if hours < 24 else f"{hours // 24} dagen geleden"
    if hours < 0:
        words = f"over {-hours // 24} dagen"
    return Markup('<time datetime="{}">{}</time>').format(when.isoformat(), escape(words))


def _text(message: str, **values: object) -> str:
    return Markup(message) % values if values else message


def _plural(one: str, many: str, num: int, **values: object) -> str:
    chosen = one if num == 1 else many
    return chosen % {"num": num, **values} if "%(" in chosen else chosen


class ExampleForm(Form):
    """One of every field."""

    title = StringField("Waar gaat het over?", [InputRequired("Schrijf een titel."), Length(max=200)])
    body = TextAreaField("Je verhaal", [InputRequired("Schrijf iets. Eén zin is genoeg.")])
    audience = RadioField(
        "Wie mag dit lezen?",
        [InputRequired()],
        choices=[("group", "Iedereen"), ("members", "Alleen de leden van deze groep")],
        default="group",
    )
    theme = SelectField("Thema", choices=[("", "Kies een thema"), ("1", "Wachtlijsten"), ("2", "School en zorg")])
    file = FileField("Bestand", description="PDF, Word, PowerPoint, Excel of tekst, tot 50 MB.")
    email = EmailField("Je e-mailadres", [InputRequired()])
    code = StringField("De code uit de mail", [InputRequired()])
    follow = BooleanField("Stuur mij een mail als iemand reageert")


def _person(name: str, key: str, function: str = "", organisation: str = "") -> Thing:
    return Thing(name=name, public_id=f"person{key}", function=function, organisation=organisation, picture_url=None)


PEOPLE = [
    _person("Samira el Idrissi", "a", "Jeugdverpleegkundige", "Wijkteam Noord"),
    _person("Joost van den Berg", "f", "Beleidsadviseur jeugd", "Gemeente"),
    _person("Marjan Postma", "k", "Intern begeleider", "Basisschool De Linde"),
    _person("Ravi Ramdin", "r", "Gezinscoach", "Stichting Thuis"),
    _person("Ans de Wit", "v", "Griffier", "Gemeente"),
]


def _row(kind: str, title: str, who: int, hours: int, replies: int, **more: object) -> Thing:
    person = PEOPLE[who]
    values = {
        "kind": kind,
        "title": title,
        "url": "#",
        "summary": "",
        "author_name": person.name,
        "author_public_id": person.public_id,
        "group_name": "Wijkteams en scholen",
        "group_url": "#",
        "last_activity_at": NOW - timedelta(hours=hours),
        "published_at": NOW - timedelta(hours=hours + 40),
        "reply_count": replies,
        "audience_label": "Iedereen",
        "audience_icon": "world",
        "unread": False,
        "pinned": False,
        "extra": "",
        "author": person,
    }
    return Thing(**{**values, **more})


ROWS = [
    _row("question", "Wie betaalt de tolk bij een gesprek op school?", 2, 1, 4, unread=True, state="Nog geen antwoord",
         summary="De school zegt dat het wijkteam dit regelt. Het wijkteam zegt het omgekeerde. Hoe doen jullie dit?"),
    _row("statement", "Een huisbezoek hoort bij elk eerste gesprek", 0, 3, 23, extra="84 stemmen"),
    _row("discussion", "Overdracht van kinderopvang naar groep 1: wat werkt bij jullie?", 3, 6, 17,
         summary="Wij bellen nu elke ouder vooraf. Dat kost tijd, maar we missen geen kind meer.",
         audience_label="Leden van Overdracht 0–4", audience_icon="lock", group_name="Overdracht 0–4", pinned=True),
    _row("document", "Plan van aanpak kortere wachttijden jeugdhulp 2026", 1, 26, 2, extra="PDF, 34 pagina's",
         summary="In één zin: wat de gemeente doet om wachttijden voor gezinnen te halveren."),
    _row("poll", "Welke dag past het best voor de netwerklunch?", 4, 30, 0, extra="19 stemmen"),
    _row("blog", "Koffie aan de keukentafel: een dag mee met een gezinscoach", 3, 52, 9,
         audience_label="Iedereen met een account", audience_icon="users"),
    _row("meeting", "Netwerklunch jeugd en school", 4, 80, 6, extra="do 3 december, 12.00 uur"),
    _row("news", "Het loket voor ouders verhuist naar de bibliotheek", 1, 99, 0),
]

DOCS = [
    Thing(title="Plan van aanpak kortere wachttijden jeugdhulp 2026", url="#", type="PDF", pages=34, size_text="2,1 MB",
          summary="Wat de gemeente doet om wachttijden voor gezinnen te halveren.", author_name="Joost van den Berg",
          author_public_id="f", group_name="Wijkteams en scholen", group_url="#", published_at=NOW - timedelta(days=3),
          audience_label="Iedereen", audience_icon="world", download_url="#", page=12, page_url="#",
          snippet=Markup("… de <mark>wachttijd</mark> voor een eerste gesprek is in de wijk gedaald van zes naar vier weken …")),
    Thing(title="Werkafspraken privacy in het wijkteam", url="#", type="DOCX", pages=6, size_text="88 kB", summary="",
          author_name="Ans de Wit", author_public_id="v", group_name="Overdracht 0–4", group_url="#",
          published_at=NOW - timedelta(days=9), audience_label="Leden van Overdracht 0–4", audience_icon="lock",
          download_url="#", state="We lezen dit bestand nog. Over een minuut kun je erin zoeken."),
]

GROUPS = [
    Thing(name="Wijkteams en scholen", url="#", description="Samenwerken rond kinderen, van huisbezoek tot overdracht.",
          preset_label="Open", preset_icon="world", member_count=214, last_activity_at=NOW - timedelta(hours=1)),
    Thing(name="Overdracht 0–4", url="#", description="Voor wie kinderen overdraagt van opvang naar school.",
          preset_label="Besloten", preset_icon="lock", member_count=38, last_activity_at=NOW - timedelta(hours=6)),
    Thing(name="Klare taal", url="#", description="Brieven die ouders wel begrijpen. Stuur er een in, dan kijken we mee.",
          preset_label="Open", preset_icon="world", member_count=97, last_activity_at=NOW - timedelta(days=2)),
]

SIDES = [
    Thing(key="agree", label="Eens", votes=46, percent=55, chosen=True),
    Thing(key="neutral", label="Neutraal", votes=13, percent=15, chosen=False),
    Thing(key="disagree", label="Oneens", votes=25, percent=30, chosen=False),
]
STATEMENT = Thing(public_id="s1", title="Een huisbezoek hoort bij elk eerste gesprek", url="#", vote_url="#", my_choice=None,
                  voter_count=84, closes_at=NOW + timedelta(days=5), closed=False, results=None,
                  results_note="Je ziet de uitslag als je hebt gestemd.", group_name="Wijkteams en scholen", group_url="#",
                  audience_label="Iedereen", audience_icon="world", reply_count=23)
VOTED = Thing(**{**vars(STATEMENT), "public_id": "s2", "my_choice": "agree", "results": SIDES})
POLL = Thing(public_id="p1", title="Welke dag past het best voor de netwerklunch?", url="#", vote_url="#", my_option_id=None,
             closed=False, closes_at=NOW + timedelta(days=2), results=None, voter_count=19,
             options=[Thing(id=1, text="Dinsdag"), Thing(id=2, text="Donderdag"), Thing(id=3, text="Vrijdag, als het kort is")],
             results_note="Je ziet de uitslag als je hebt gestemd.")
POLLED = Thing(**{**vars(POLL), "public_id": "p2", "closed": True, "results_note": None, "results": [
    Thing(label="Dinsdag", votes=5, percent=26, chosen=False),
    Thing(label="Donderdag", votes=12, percent=63, chosen=True),
    Thing(label="Vrijdag, als het kort is", votes=2, percent=11, chosen=False)]})

BODY = Markup(
    "<p>Vorige maand liepen drie scholen in onze wijk vast op hetzelfde punt. Wie belt de ouders als een kind "
    "van de opvang naar groep 1 gaat?</p><p>Wij hebben nu drie afspraken:</p><ul><li>De opvang belt, met de ouder "
    "erbij.</li><li>De school leest het verslag vóór de eerste dag.</li><li>Na zes weken bellen we elkaar nog een "
    "keer.</li></ul><blockquote><p>Ik hoefde mijn verhaal maar één keer te vertellen.</p></blockquote>"
    "<p>Hoe doen jullie dit? Ik hoor het graag.</p>"
)
REPLIES = [
    Thing(public_id="r1", author=PEOPLE[0], body_html=Markup("<p>Wij gaan samen op huisbezoek. Dat kost een uur, en het scheelt er later tien.</p>"),
          created_at=NOW - timedelta(hours=20), edited_at=None, useful_count=6, useful_by_me=True, useful_url="#", edit_url="#", report_url="#"),
    Thing(public_id="r2", author=PEOPLE[4], body_html=Markup("<p>Let op de toestemming van <strong>beide</strong> ouders. Zie de werkafspraken.</p>"),
          created_at=NOW - timedelta(hours=2), edited_at=NOW - timedelta(hours=1), useful_count=0, useful_by_me=False, useful_url="#", report_url="#", unread=True,
          attachments=[Thing(name="werkafspraken.pdf", url="#", size_text="88 kB", picture_url=None)]),
]

PAGES = {
    "front": """{% extends "base.html" %}
{% from "components/front.html" import search_hero, section, box %}
{% from "components/items.html" import item_line, short_line, group_card, statement_card %}
{% block title %}Voorpagina{% endblock %}{% block search %}{% endblock %}
{% block hero %}{{ search_hero("Wat wil je weten?", "#", lead="Zoek in wat collega's in zorg, school en gemeente al weten. Je hoeft niet in te loggen.", examples=[("wachtlijst", "#"), ("toestemming ouders", "#"), ("huisbezoek", "#")]) }}{% endblock %}
{% block content %}
{{ statement_card(statement, kicker="Wat vind jij?") }}
{% call section("Waar mensen over praten", "#", "Alle gesprekken") %}<ol class="kp-list">{% for row in rows %}{{ item_line(row) }}{% endfor %}</ol>{% endcall %}
{% call section("Groepen", "#", "Alle groepen") %}<ul class="kp-groups">{% for group in groups %}{{ group_card(group) }}{% endfor %}</ul>{% endcall %}
{% endblock %}
{% block aside %}
{% call box("Nieuwe documenten", "#", "Naar de bibliotheek") %}<ul class="kp-shortlist">{% for row in rows if row.kind in ("document", "news", "blog") %}{{ short_line(row) }}{% endfor %}</ul>{% endcall %}
{% call box("Wacht op antwoord") %}<ul class="kp-shortlist">{{ short_line(rows[0]) }}</ul>{% endcall %}
{% endblock %}""",
    "thread": """{% extends "base.html" %}
{% from "components/basics.html" import breadcrumbs, readable_by, person, audience_badge %}
{% from "components/forms.html" import form_field, primary_button, csrf_field, button_form %}
{% from "components/items.html" import item_head, reply_article, short_line %}
{% from "components/front.html" import box %}
{% block title %}Overdracht{% endblock %}
{% block breadcrumbs %}{{ breadcrumbs([("Groepen", "#"), ("Overdracht 0–4", "#"), (rows[2].title, none)]) }}{% endblock %}
{% block content %}<article>{{ item_head(rows[2]) }}<div class="kp-prose">{{ body }}</div></article>
<section class="kp-replies" id="reacties"><h2>17 reacties</h2>
{% for reply in replies %}{{ reply_article(reply, author_note="begon dit gesprek" if loop.first else none) }}{% endfor %}
<form class="kp-form" method="post" novalidate>{{ csrf_field() }}{{ form_field(clean.body, kind="markdown", preview_url="#", hint="Schrijf zoals je praat.") }}
{{ readable_by("Leesbaar voor de 38 leden van Overdracht 0–4.", "lock") }}{{ primary_button("Plaats je reactie") }}</form></section>{% endblock %}
{% block aside %}{% call box("Over deze groep") %}<p>Voor wie kinderen overdraagt van opvang naar school.</p><p class="kp-line__meta">{{ audience_badge("Besloten", "lock") }}<span>38 leden</span></p>{{ button_form("Volgen", "#", symbol="bell", pressed=false) }}{% endcall %}
{% call box("Ook in deze groep") %}<ul class="kp-shortlist">{% for row in rows[3:6] %}{{ short_line(row) }}{% endfor %}</ul>{% endcall %}{% endblock %}""",
    "library": """{% extends "base.html" %}
{% from "components/basics.html" import page_head, chips, pager, tabs, empty_state, notice %}
{% from "components/forms.html" import button_link %}
{% from "components/items.html" import document_line %}
{% block title %}Bibliotheek{% endblock %}
{% block content %}{% call page_head("Bibliotheek", lead="Plannen, afspraken en onderzoek. Zoek in de tekst van elk document.") %}{{ button_link("Document toevoegen", "#", "primary", "plus") }}{% endcall %}
{{ tabs([{"label": "Alles", "url": "#", "current": true, "count": 1204}, {"label": "Uit mijn groepen", "url": "#", "current": false, "count": 31}]) }}
{{ chips([{"label": "Wachttijden", "url": "#", "current": true, "count": 14}, {"label": "Privacy", "url": "#", "current": false, "count": 9}, {"label": "Ouders", "url": "#", "current": false}], "Thema's") }}
<ol class="kp-list">{% for doc in docs %}{{ document_line(doc, heading="h2") }}{% endfor %}</ol>{{ pager(page) }}
{{ empty_state("Hier is nog niets", "Voeg het eerste document van deze groep toe. Anderen vinden het dan op elk woord dat erin staat.", "#", "Document toevoegen") }}
{% for kind in ("info", "success", "warning", "error") %}{{ notice(kind, "Je hebt deze pagina nu een jaar niet nagekeken.", title="Klopt dit nog?") }}{% endfor %}{% endblock %}""",
    "form": """{% extends "base.html" %}
{% from "components/basics.html" import readable_by %}
{% from "components/forms.html" import csrf_field, error_summary, form_field, primary_button, button_link %}
{% block title %}Begin een gesprek{% endblock %}{% block main_class %}kp-main--narrow{% endblock %}
{% block content %}<h1>Begin een gesprek</h1><form class="kp-form" method="post" novalidate data-upload data-label-busy="Bezig met uploaden" data-label-failed="Het uploaden is niet gelukt.">{{ csrf_field() }}{{ error_summary(form) }}
{{ form_field(form.title, hint="Eén zin die zegt wat je wilt weten of delen.") }}{{ form_field(form.body, kind="markdown", preview_url="#") }}{{ form_field(form.audience) }}{{ form_field(form.theme) }}{{ form_field(form.file) }}{{ form_field(form.code, kind="code") }}{{ form_field(form.follow) }}
{{ readable_by("Leesbaar voor iedereen, ook zonder account.", "world") }}<div class="kp-actions">{{ primary_button("Plaatsen") }}{{ button_link("Toch niet", "#", "quiet") }}</div></form>{% endblock %}""",
    "votes": """{% extends "base.html" %}
{% from "components/items.html" import statement_card, poll_card %}
{% from "components/forms.html" import confirm_box %}
{% block title %}Stemmen{% endblock %}
{% block content %}{{ statement_card(voted, heading="h1") }}{{ statement_card(statement) }}{{ poll_card(poll) }}{{ poll_card(polled) }}
{% call confirm_box("Groep open maken?", "#", "Ja, maak de groep open", "#", danger=true) %}<p>Iedereen kan dan 48 gesprekken en 12 documenten lezen, ook wat er al staat.</p>{% endcall %}{% endblock %}""",
}


def environment(signed_in: bool = True) -> Environment:
    """Jinja with stand-ins for what the application gives its templates."""
    import json

    env = Environment(
        loader=ChoiceLoader([DictLoader({f"{n}.html": t for n, t in PAGES.items()}), FileSystemLoader(ROOT / "templates")]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    manifest = json.loads((ROOT / "static/build/manifest.json").read_text())
    env.install_gettext_callables(_text, _plural, newstyle=False)  # type: ignore[attr-defined]
    env.globals.update(
        _=_text,
        asset=lambda name: f"/build/{manifest[name]}",
        has_endpoint=lambda name: name not in ("digest.settings",),
        url_for=lambda endpoint, **values: f"#{endpoint}",
        csrf_token=lambda: "token",
        get_flashed_messages=lambda with_categories=False: [],
        get_locale=lambda: "nl",
        request=Thing(blueprint="timeline", endpoint="timeline.home", full_path="/gesprekken?", args={}),
        reader=Thing(signed_in=signed_in, user_id=1, role="moderator"),
        current_user=PEOPLE[0],
    )
    env.filters["ago"] = _ago
    env.filters["number"] = lambda n: f"{n:,}".replace(",", ".")
    return env


def render(folder: Path) -> list[str]:
    """Write every page into `folder`; returns their names."""
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / "build"
    if not link.exists():
        link.symlink_to(ROOT / "static/build")
    wrong, clean = ExampleForm(data={}), ExampleForm()
    wrong.validate()
    context = {
        "rows": ROWS, "docs": DOCS, "groups": GROUPS, "statement": STATEMENT, "voted": VOTED, "poll": POLL, "polled": POLLED,
        "body": BODY, "replies": REPLIES, "form": wrong, "clean": clean,
        "page": Thing(number=4, pages=12, has_prev=True, has_next=True, url=lambda n: f"?pagina={n}"),
    }
    names = list(PAGES)
    env = environment()
    for name in PAGES:
        (folder / f"{name}.html").write_text(env.get_template(f"{name}.html").render(context))
    visitor = environment(signed_in=False)
    errors = {"visitor": True, "typed": ["Wat ik al had geschreven over de tolk op school."], "next_url": "/groepen"}
    for code in ("400", "403", "404", "413", "429", "500", "expired"):
        (folder / f"error-{code}.html").write_text(visitor.get_template(f"errors/{code}.html").render(errors))
        names.append(f"error-{code}")
    return names


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        return


def shoot(folder: Path, names: list[str], only: str | None, widths: list[int]) -> int:
    """Take pictures at 1280 and 360 px, light and dark, and run axe. Returns the number of violations."""
    from playwright.sync_api import sync_playwright

    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    axe = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
    found = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        for scheme in ("light", "dark"):
            for width in widths:
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                for name in names:
                    if only and only not in name:
                        continue
                    page.goto(f"http://127.0.0.1:{server.server_port}/{name}.html")
                    page.wait_for_load_state("networkidle")
                    if width != 320:
                        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                    page.evaluate(axe)
                    result = page.evaluate("axe.run()")
                    for rule in result["violations"]:
                        found += 1
                        print(name, width, scheme, rule["id"], [n["html"][:110] + str(n["any"][0]["message"][:120] if n["any"] else "") for n in rule["nodes"]][:3])
                    if wide > 0:
                        found += 1
                        print(name, width, scheme, f"{wide} px too wide")
                page.close()
        browser.close()
    server.shutdown()
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shoot", action="store_true")
    parser.add_argument("--widths", default="1280,360,320")
    parser.add_argument("--only")
    chosen = parser.parse_args()
    pages = render(chosen.folder)
    print(f"{len(pages)} pages in {chosen.folder}")
    if chosen.shoot:
        violations = shoot(chosen.folder, pages, chosen.only, [int(width) for width in chosen.widths.split(",")])
        print(f"{violations} violations")
        sys.exit(1 if violations else 0)
