"""People, posts and documents that were made up, to show the macros with."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Thing

from markupsafe import Markup
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
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


class ExampleForm(Form):
    """One of every field."""

    title = StringField("Waar gaat het over?", [InputRequired("Schrijf een titel."), Length(max=200)])
    body = TextAreaField("Je verhaal", [InputRequired("Schrijf iets. Eén zin is genoeg.")])
    audience = RadioField(
        "Wie mag dit lezen?",
        [InputRequired()],
        choices=[
            SelectChoice("group", "Iedereen"),
            SelectChoice("members", "Alleen de leden van deze groep"),
        ],
        default="group",
    )
    theme = SelectField(
        "Thema",
        choices=[
            SelectChoice("", "Kies een thema"),
            SelectChoice("1", "Wachtlijsten"),
            SelectChoice("2", "School en zorg"),
        ],
    )
    file = FileField("Bestand", description="PDF, Word, PowerPoint, Excel of tekst, tot 50 MB.")
    email = EmailField("Je e-mailadres", [InputRequired()])
    code = StringField("De code uit de mail", [InputRequired()])
    follow = BooleanField("Stuur mij een mail als iemand reageert")


def _person(name: str, key: str, function: str = "", organisation: str = "") -> Thing:
    return Thing(
        name=name, public_id=f"person{key}", function=function, organisation=organisation, photo=None
    )


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
    _row(
        "question",
        "Wie betaalt de tolk bij een gesprek op school?",
        2,
        1,
        4,
        unread=True,
        state="Nog geen antwoord",
        summary="De school zegt dat het wijkteam dit regelt. Het wijkteam zegt het omgekeerde. Hoe doen jullie dit?",
    ),
    _row("statement", "Een huisbezoek hoort bij elk eerste gesprek", 0, 3, 23, extra="84 stemmen"),
    _row(
        "discussion",
        "Overdracht van kinderopvang naar groep 1: wat werkt bij jullie?",
        3,
        6,
        17,
        summary="Wij bellen nu elke ouder vooraf. Dat kost tijd, maar we missen geen kind meer.",
        audience_label="Leden van Overdracht 0–4",
        audience_icon="lock",
        group_name="Overdracht 0–4",
        pinned=True,
    ),
    _row(
        "document",
        "Plan van aanpak kortere wachttijden jeugdhulp 2026",
        1,
        26,
        2,
        extra="PDF, 34 pagina's",
        summary="In één zin: wat de gemeente doet om wachttijden voor gezinnen te halveren.",
    ),
    _row("poll", "Welke dag past het best voor de netwerklunch?", 4, 30, 0, extra="19 stemmen"),
    _row(
        "blog",
        "Koffie aan de keukentafel: een dag mee met een gezinscoach",
        3,
        52,
        9,
        audience_label="Iedereen met een account",
        audience_icon="users",
    ),
    _row("meeting", "Netwerklunch jeugd en school", 4, 80, 6, extra="do 3 december, 12.00 uur"),
    _row("news", "Het loket voor ouders verhuist naar de bibliotheek", 1, 99, 0),
]

DOCS = [
    Thing(
        title="Plan van aanpak kortere wachttijden jeugdhulp 2026",
        url="#",
        type="PDF",
        pages=34,
        size_text="2,1 MB",
        summary="Wat de gemeente doet om wachttijden voor gezinnen te halveren.",
        author_name="Joost van den Berg",
        author_public_id="f",
        group_name="Wijkteams en scholen",
        group_url="#",
        published_at=NOW - timedelta(days=3),
        audience_label="Iedereen",
        audience_icon="world",
        download_url="#",
        page=12,
        page_url="#",
        snippet=Markup(
            "… de <mark>wachttijd</mark> voor een eerste gesprek is in de wijk gedaald van zes naar vier weken …"
        ),
    ),
    Thing(
        title="Werkafspraken privacy in het wijkteam",
        url="#",
        type="DOCX",
        pages=6,
        size_text="88 kB",
        summary="",
        author_name="Ans de Wit",
        author_public_id="v",
        group_name="Overdracht 0–4",
        group_url="#",
        published_at=NOW - timedelta(days=9),
        audience_label="Leden van Overdracht 0–4",
        audience_icon="lock",
        download_url="#",
        state="We lezen dit bestand nog. Over een minuut kun je erin zoeken.",
    ),
]

GROUPS = [
    Thing(
        name="Wijkteams en scholen",
        url="#",
        description="Samenwerken rond kinderen, van huisbezoek tot overdracht.",
        preset_label="Open",
        preset_icon="world",
        member_count=214,
        last_activity_at=NOW - timedelta(hours=1),
    ),
    Thing(
        name="Overdracht 0–4",
        url="#",
        description="Voor wie kinderen overdraagt van opvang naar school.",
        preset_label="Besloten",
        preset_icon="lock",
        member_count=38,
        last_activity_at=NOW - timedelta(hours=6),
    ),
    Thing(
        name="Klare taal",
        url="#",
        description="Brieven die ouders wel begrijpen. Stuur er een in, dan kijken we mee.",
        preset_label="Open",
        preset_icon="world",
        member_count=97,
        last_activity_at=NOW - timedelta(days=2),
    ),
]

SIDES = [
    Thing(key="agree", label="Eens", votes=46, percent=55, chosen=True),
    Thing(key="neutral", label="Neutraal", votes=13, percent=15, chosen=False),
    Thing(key="disagree", label="Oneens", votes=25, percent=30, chosen=False),
]
STATEMENT = Thing(
    public_id="s1",
    title="Een huisbezoek hoort bij elk eerste gesprek",
    url="#",
    vote_url="#",
    my_choice=None,
    voter_count=84,
    closes_at=NOW + timedelta(days=5),
    closed=False,
    results=None,
    results_note="Je ziet de uitslag als je hebt gestemd.",
    group_name="Wijkteams en scholen",
    group_url="#",
    audience_label="Iedereen",
    audience_icon="world",
    reply_count=23,
)
VOTED = Thing(**{**vars(STATEMENT), "public_id": "s2", "my_choice": "agree", "results": SIDES})
POLL = Thing(
    public_id="p1",
    title="Welke dag past het best voor de netwerklunch?",
    url="#",
    vote_url="#",
    my_option_id=None,
    closed=False,
    closes_at=NOW + timedelta(days=2),
    results=None,
    voter_count=19,
    options=[
        Thing(id=1, text="Dinsdag"),
        Thing(id=2, text="Donderdag"),
        Thing(id=3, text="Vrijdag, als het kort is"),
    ],
    results_note="Je ziet de uitslag als je hebt gestemd.",
)
POLLED = Thing(
    **{
        **vars(POLL),
        "public_id": "p2",
        "closed": True,
        "results_note": None,
        "results": [
            Thing(label="Dinsdag", votes=5, percent=26, chosen=False),
            Thing(label="Donderdag", votes=12, percent=63, chosen=True),
            Thing(label="Vrijdag, als het kort is", votes=2, percent=11, chosen=False),
        ],
    }
)

BODY = Markup(
    "<p>Vorige maand liepen drie scholen in onze wijk vast op hetzelfde punt. Wie belt de ouders als een kind "
    "van de opvang naar groep 1 gaat?</p><p>Wij hebben nu drie afspraken:</p><ul><li>De opvang belt, met de ouder "
    "erbij.</li><li>De school leest het verslag vóór de eerste dag.</li><li>Na zes weken bellen we elkaar nog een "
    "keer.</li></ul><blockquote><p>Ik hoefde mijn verhaal maar één keer te vertellen.</p></blockquote>"
    "<p>Hoe doen jullie dit? Ik hoor het graag.</p>"
)
REPLIES = [
    Thing(
        public_id="r1",
        author=PEOPLE[0],
        body_html=Markup(
            "<p>Wij gaan samen op huisbezoek. Dat kost een uur, en het scheelt er later tien.</p>"
        ),
        created_at=NOW - timedelta(hours=20),
        edited_at=None,
        useful_count=6,
        useful_by_me=True,
        useful_url="#",
        edit_url="#",
        report_url="#",
    ),
    Thing(
        public_id="r2",
        author=PEOPLE[4],
        body_html=Markup(
            "<p>Let op de toestemming van <strong>beide</strong> ouders. Zie de werkafspraken.</p>"
        ),
        created_at=NOW - timedelta(hours=2),
        edited_at=NOW - timedelta(hours=1),
        useful_count=0,
        useful_by_me=False,
        useful_url="#",
        report_url="#",
        unread=True,
        attachments=[Thing(name="werkafspraken.pdf", url="#", size_text="88 kB", picture_url=None)],
    ),
]
