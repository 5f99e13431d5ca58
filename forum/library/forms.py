"""The forms of the library: shape only."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from forum.lib.forms import BaseForm, OnceForm, line_field, longest
from forum.library.rules import SHARE_DAYS, Validity
from forum.library.uploads import Upload
from forum.threads import rules
from forum.threads.forms import LaterFields


class _About(BaseForm):
    """What is said about a document."""

    summary = line_field(_l("Waar gaat het over, in één zin?"), most=rules.LONGEST_SUMMARY)
    themes = StringField(_l("Thema's"), validators=[longest(300)])

    def theme_names(self) -> list[str]:
        """The themes as they were typed, with commas between them."""
        return [name for name in (self.themes.data or "").split(",") if name.strip()]


class FileForm(BaseForm):
    """A form with one file. `views_receiving.receive` puts what became of it in `upload` or `file_error`."""

    file = FileField(_l("Bestand"))
    held = HiddenField()

    upload: Upload | None = None
    file_error: str | None = None

    def validate_file(self, _field: Field) -> None:
        """Say what is wrong with the file, beside whatever is wrong with the other fields."""
        if self.file_error:
            raise ValidationError(self.file_error)
        if self.upload is None:
            raise ValidationError(_l("Kies een bestand."))


class UploadForm(_About, LaterFields, FileForm, OnceForm):
    """A new document."""

    title = line_field(_l("Titel"), most=rules.LONGEST_TITLE)
    folder = SelectField(_l("Map"), choices=[], validate_choice=False)
    audience = RadioField(_l("Wie mag dit lezen?"), validators=[Optional()], validate_choice=False)

    def said(self) -> list[str]:
        """As of every form, and which file it is."""
        return [*super().said(), self.upload.sha256 if self.upload else ""]


class EditForm(_About):
    """The words about a document."""

    title = line_field(_l("Titel"), most=rules.LONGEST_TITLE, need=_l("Vul een titel in."))


class ReplaceForm(FileForm):
    """A newer file in the place of the one that is there."""

    reason = line_field(
        _l("Waarom een nieuwe versie?"), most=300, need=_l("Vertel kort waarom er een nieuwe versie is.")
    )


class ValidityForm(BaseForm):
    """Whether it holds, when to look again, and what to use instead."""

    validity = RadioField(
        _l("Wat geldt er nu?"),
        choices=[
            SelectChoice(Validity.CURRENT.value, _l("Actueel: dit geldt")),
            SelectChoice(Validity.REVIEW.value, _l("Te herzien: dit moet worden nagekeken")),
            SelectChoice(Validity.EXPIRED.value, _l("Vervallen: gebruik dit niet meer")),
        ],
        default=Validity.CURRENT.value,
    )
    review_on = DateField(
        _l("Wanneer kijk je dit weer na?"), format=["%Y-%m-%d", "%d-%m-%Y"], validators=[Optional()]
    )
    successor = line_field(_l("Wat moeten mensen dan wel gebruiken?"), most=300)


class OwnerForm(BaseForm):
    """Who looks after it from now on: a name, and then a choice when several are called so."""

    name = line_field(_l("Naam van de nieuwe eigenaar"), most=80, need=_l("Vul een naam in."))
    person = HiddenField()


class DoubtForm(BaseForm):
    """What is not right any more."""

    word = line_field(_l("Wat klopt er niet meer?"), most=300, need=_l("Vertel kort wat er niet klopt."))


class ShareForm(OnceForm):
    """How long a link works."""

    days = IntegerField(
        _l("Hoeveel dagen werkt de link?"),
        default=SHARE_DAYS,
        validators=[InputRequired(_l("Vul een aantal dagen in."))],
    )


class FolderForm(BaseForm):
    """A folder of a group."""

    name = line_field(_l("Naam van de map"), most=80, need=_l("Vul een naam in."))
    members = BooleanField(_l("Alleen voor leden van de groep"))


class PlaceForm(BaseForm):
    """In which folder a document lies."""

    folder = SelectField(_l("Map"), choices=[], validate_choice=False)
