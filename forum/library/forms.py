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


class UploadForm(_About, LaterFields, OnceForm):
    """A new document. The view puts what became of the file in `upload` or `file_error`."""

    file = FileField(_l("Bestand"))
    held = HiddenField()
    title = line_field(_l("Titel"), most=rules.LONGEST_TITLE)
    audience = RadioField(_l("Wie mag dit lezen?"), validators=[Optional()], validate_choice=False)

    upload: Upload | None = None
    file_error: str | None = None

    def said(self) -> list[str]:
        """As of every form, and which file it is."""
        return [*super().said(), self.upload.sha256 if self.upload else ""]

    def validate_file(self, _field: Field) -> None:
        """Say what is wrong with the file, beside whatever is wrong with the other fields."""
        if self.file_error:
            raise ValidationError(self.file_error)
        if self.upload is None:
            raise ValidationError(_l("Kies een bestand."))


class EditForm(_About):
    """The words about a document."""

    title = line_field(_l("Titel"), most=rules.LONGEST_TITLE, need=_l("Vul een titel in."))
