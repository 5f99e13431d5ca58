"""Forms of this room: shape only; the rules are in the services."""

from typing import BinaryIO

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from forum.accounts.models import Scope
from forum.accounts.rules import LONGEST_ABOUT, LONGEST_NAME
from forum.core.user import DigestFrequency
from forum.lib.forms import BaseForm, OnceForm, body_field, file_of, line_field, longest

CHOOSE = _l("Maak een keuze.")


class SignInForm(BaseForm):
    """One field. `next` is where somebody wanted to be; `again` an earlier request to repeat."""

    email = StringField(_l("Je e-mailadres"))
    next = HiddenField()
    again = HiddenField()


class CodeForm(BaseForm):
    """The code of a mail, and the request that it belongs to."""

    code = StringField(_l("Code uit de mail"))
    request = HiddenField()


class AppCodeForm(BaseForm):
    """A code of the app; `next` is where somebody wanted to be."""

    code = StringField(_l("Code van de app"))
    next = HiddenField()


class AddressForm(BaseForm):
    """Another address."""

    email = StringField(_l("Je nieuwe e-mailadres"))


class ConfirmForm(BaseForm):
    """The code that went to it."""

    code = StringField(_l("Code uit de mail"))


class _Choice(RadioField):
    def pre_validate(self, form: BaseForm) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(CHOOSE) from error


class ProfileForm(BaseForm):
    """What a person says of themselves, and what they get."""

    name = line_field(_l("Naam"), most=LONGEST_NAME, need=_l("Vul je naam in."))
    function = line_field(_l("Functie"), most=LONGEST_NAME)
    organisation = line_field(_l("Organisatie"), most=LONGEST_NAME)
    about = body_field(_l("Over jou"), most=LONGEST_ABOUT)
    themes = StringField(_l("Waar weet je veel van?"), validators=[longest(600)])
    picture = FileField(_l("Foto"))
    remove_picture = BooleanField(_l("Haal mijn foto weg"))
    locale = _Choice(_l("Taal"), choices=[SelectChoice("nl", "Nederlands"), SelectChoice("en", "English")])
    digest_frequency = _Choice(
        _l("Weekbericht"),
        choices=[
            SelectChoice(DigestFrequency.WEEKLY.value, _l("Elke week, als er iets nieuws is")),
            SelectChoice(DigestFrequency.NEVER.value, _l("Nooit")),
        ],
    )

    def theme_names(self) -> list[str]:
        """The themes as they were typed, with commas between them."""
        return [name for name in (self.themes.data or "").split(",") if name.strip()]

    def picture_file(self) -> BinaryIO | None:
        return file_of(self.picture)


class ProgramForm(OnceForm):
    """A key for a program."""

    name = line_field(_l("Welk programma?"), most=LONGEST_NAME, need=_l("Vul een naam in."))
    scope = _Choice(
        _l("Wat mag het programma?"),
        choices=[
            SelectChoice(Scope.READ.value, _l("Lezen: alles wat jij mag lezen")),
            SelectChoice(
                Scope.WRITE.value, _l("Lezen en schrijven: ook plaatsen, reageren en stemmen, in jouw naam")
            ),
        ],
        default=Scope.READ.value,
    )
    days = _Choice(
        _l("Hoe lang?"),
        choices=[
            SelectChoice("30", _l("30 dagen")),
            SelectChoice("90", _l("90 dagen")),
            SelectChoice("365", _l("Een jaar")),
        ],
        default="365",
    )
