"""The forms of this room: shape only, the services judge."""

from typing import BinaryIO

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, EmailField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from forum.core.group import Colour, MembershipRole, Preset
from forum.groups import rules
from forum.groups.presets import PRESETS
from forum.lib.forms import BaseForm, OnceForm, body_field, file_of, line_field


class _Details:
    name = line_field(_("Naam"), most=rules.NAME_LENGTH, need=_("Geef de groep een naam."))
    description = body_field(
        _("Waar gaat de groep over?"),
        most=rules.DESCRIPTION_LENGTH,
        description=_("Een of twee zinnen. Wie de groep ziet, leest dit eerst."),
    )
    picture = FileField(
        _("Afbeelding"),
        description=_("Een foto of tekening, bijvoorbeeld een jpg of png van hoogstens 10 MB."),
    )


class NewGroupForm(_Details, OnceForm):
    preset = RadioField(
        _("Wie mag de groep zien?"),
        choices=[SelectChoice(preset.value, words.label) for preset, words in PRESETS.items()],
        default=Preset.OPEN.value,
        validators=[InputRequired(_("Kies wie de groep mag zien."))],
    )

    def picture_file(self) -> BinaryIO | None:
        return file_of(self.picture)


COLOURS = {
    "": _("Geen kleur"),
    Colour.BRICK.value: _("Baksteen"),
    Colour.OCHRE.value: _("Oker"),
    Colour.MOSS.value: _("Mos"),
    Colour.WATER.value: _("Water"),
    Colour.PLUM.value: _("Pruim"),
    Colour.SKY.value: _("Lucht"),
}


class SettingsForm(_Details, BaseForm):
    remove_picture = BooleanField(_("Haal de afbeelding weg"))
    colour = RadioField(
        _("Kleur van de groep"),
        choices=[SelectChoice(value, word) for value, word in COLOURS.items()],
        default="",
        filters=(lambda value: value or "",),
        description=_(
            "Aan de kleur herken je de groep: op haar eigen pagina en bij haar bijdragen in lijsten."
        ),
    )

    def picture_file(self) -> BinaryIO | None:
        return file_of(self.picture)


class AskForm(BaseForm):
    motivation = body_field(
        _("Waarom wil je meedoen?"),
        most=rules.MOTIVATION_LENGTH,
        description=_("Schrijf kort wie je bent. Alleen de beheerders van de groep lezen dit."),
    )


class InviteForm(BaseForm):
    email = EmailField(_("E-mailadres"), validators=[InputRequired(_("Vul een e-mailadres in."))])
    role = RadioField(
        _("Rol"),
        choices=[
            SelectChoice(MembershipRole.MEMBER.value, _("Lid")),
            SelectChoice(MembershipRole.MANAGER.value, _("Beheerder: laat mensen toe en past de groep aan")),
        ],
        default=MembershipRole.MEMBER.value,
    )


class LinkForm(OnceForm):
    days = IntegerField(
        _("Hoeveel dagen werkt de link?"),
        default=rules.LINK_DAYS,
        validators=[InputRequired(_("Vul een aantal dagen in."))],
    )
    most_uses = IntegerField(
        _("Hoeveel mensen mogen de link gebruiken?"),
        validators=[Optional()],
        description=_("Laat dit leeg als het niet uitmaakt."),
    )
    email_domain = line_field(
        _("Alleen voor e-mailadressen van"),
        most=253,
        description=_("Bijvoorbeeld gemeente.nl. Laat dit leeg als iedereen mee mag doen."),
    )
    approval = BooleanField(_("Een beheerder laat iedereen nog toe"))
    role = RadioField(
        _("Rol"),
        choices=[
            SelectChoice(MembershipRole.MEMBER.value, _("Lid")),
            SelectChoice(MembershipRole.MANAGER.value, _("Beheerder: laat mensen toe en past de groep aan")),
        ],
        default=MembershipRole.MEMBER.value,
    )
