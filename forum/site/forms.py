"""The forms of this room: shape only, `rules` judges."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice

from forum.core.item import Audience
from forum.core.setting import GroupMakers, Registration
from forum.lib.forms import BaseForm, body_field, line_field
from forum.site import rules, words
from forum.site.models import Place
from forum.site.pages import LONGEST_TITLE
from forum.site.tokens import reading


def _choices(known: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(getattr(key, "value", key)), label) for key, label in known.items()]


class GeneralForm(BaseForm):
    """Name, front page, menu and language."""

    name = line_field(words.SETTINGS["name"], most=rules.LONGEST_NAME, need=_l("Geef de site een naam."))
    lead = line_field(
        words.SETTINGS["lead"],
        most=rules.LONGEST_LEAD,
        description=_l("Laat je dit leeg? Dan staat er onze eigen zin, in de taal van de lezer."),
    )
    welcome = body_field(
        words.SETTINGS["welcome"],
        most=rules.LONGEST_WELCOME,
        description=_l("Deze tekst staat bovenaan de voorpagina. Laat dit leeg als je geen tekst wilt."),
    )
    menu = body_field(
        words.SETTINGS["menu"],
        most=3_000,
        description=_l(
            "Eén link per regel: eerst het woord, dan het adres. Bijvoorbeeld: Agenda https://www.gemeente.nl/agenda"
        ),
    )
    language = RadioField(
        words.SETTINGS["language"],
        choices=_choices(words.LANGUAGES),
        description=_l("Voor bezoekers, en voor wie nieuw is. Iedereen kan zelf een andere taal kiezen."),
    )


class EntryForm(BaseForm):
    """Who may come in and begin groups, and who reads what somebody posts unless they choose."""

    registration = RadioField(
        words.SETTINGS["registration"],
        choices=_choices(words.REGISTRATION),
        default=Registration.EVERYBODY.value,
        description=_l("Wie is uitgenodigd voor een groep, mag altijd een account maken."),
    )
    registration_domains = body_field(
        words.SETTINGS["registration_domains"],
        most=5_000,
        description=_l("Eén domein per regel, bijvoorbeeld gemeente.nl."),
    )
    group_makers = RadioField(
        words.SETTINGS["group_makers"],
        choices=_choices(words.GROUP_MAKERS),
        default=GroupMakers.EVERYBODY.value,
    )
    audience_outside = RadioField(
        words.SETTINGS["audience_outside"], choices=_choices(words.OUTSIDE), default=Audience.PUBLIC.value
    )
    audience_open_group = RadioField(
        words.SETTINGS["audience_open_group"],
        choices=_choices(words.OPEN_GROUP),
        default=Audience.GROUP.value,
        description=_l("Wie iets plaatst, ziet dit boven de knop en kan het veranderen."),
    )


class LookForm(BaseForm):
    """The logo, and one for dark pages."""

    logo = FileField(
        words.SETTINGS["logo"],
        description=_l(
            "Een png, jpg of webp van hoogstens 10 MB, liefst breder dan hoog en zonder achtergrond."
        ),
    )
    remove_logo = BooleanField(_l("Haal het logo weg"))
    logo_dark = FileField(
        words.SETTINGS["logo_dark"],
        description=_l(
            "Voor wie een donker scherm heeft. Zonder dit logo krijgt het eerste daar een licht vlak."
        ),
    )
    remove_logo_dark = BooleanField(_l("Haal het logo voor donkere pagina's weg"))


class StyleForm(BaseForm):
    """A token file: typed, or as a file."""

    tokens = body_field(
        _l("Tokens"),
        most=reading.LONGEST,
        description=_l("Plak hier de tokens van je huisstijl, of kies eronder een bestand."),
    )
    file = FileField(
        _l("Bestand met tokens"),
        description=_l("Een css-bestand, bijvoorbeeld van je eigen NL Design System-thema."),
    )
    skip_unknown = BooleanField(_l("Sla namen over die deze site niet gebruikt"))


class PageForm(BaseForm):
    """A page of the site itself. `number` is the version that the writer had before them."""

    title = line_field(_l("Titel"), most=LONGEST_TITLE, need=_l("Geef de pagina een titel."))
    body = body_field(_l("Tekst"), need=_l("Schrijf de tekst van de pagina."))
    place = RadioField(_l("Waar staat de link?"), choices=_choices(words.PLACES), default=Place.FOOTER.value)
    number = HiddenField(default="0")
