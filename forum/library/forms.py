"""The forms of the library: shape only."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, HiddenField, RadioField, StringField
from wtforms.validators import Optional, ValidationError

from forum.lib.forms import BaseForm, OnceForm, line_field, longest
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
    """A form with one file. `receiving.receive` puts what became of it in `upload` or `file_error`."""

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
