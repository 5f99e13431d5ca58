"""The forms of this room: shape only. What a text may be, the services decide."""

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from forum.lib.forms import LONGEST_BODY, BaseForm, OnceForm, body_field, line_field, longest
from forum.threads import rules


class FilesFields(BaseForm):
    """The part of a form that takes files; `forum.attachments.form_files` reads it."""

    files = MultipleFileField(_l("Bestanden of afbeeldingen"), validators=[Optional()])
    new_alt = StringField(_l("Wat staat er op de afbeelding?"), validators=[longest(300)])


class LaterFields(BaseForm):
    """The part of a form for a new item that says when it is posted; `forum.threads.planning` reads it."""

    publish_at = DateTimeLocalField(
        _l("Plaatsen op"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M"],
        validators=[Optional()],
    )


class ComposeForm(FilesFields, LaterFields, OnceForm):
    """What every form for a new item has. A kind adds its own fields, or overrides these."""

    title = line_field(_l("Titel"), most=rules.LONGEST_TITLE, need=_l("Vul een titel in."))
    body = body_field(_l("Tekst"))
    themes = StringField(_l("Thema's"), validators=[longest(300)])
    audience = RadioField(_l("Wie mag dit lezen?"), validators=[Optional()], validate_choice=False)

    def theme_names(self) -> list[str]:
        """The themes as they were typed, with commas between them."""
        return [name for name in (self.themes.data or "").split(",") if name.strip()]


class ReplyForm(FilesFields, OnceForm):
    """A reply."""

    body = body_field(_l("Jouw reactie"), need=_l("Schrijf eerst je reactie."))


class EditReplyForm(FilesFields):
    """A reply that is written again."""

    body = body_field(_l("Jouw reactie"), need=_l("Schrijf eerst je reactie."))


class PreviewForm(BaseForm):
    """Markdown to be shown as it will look."""

    source = TextAreaField(validators=[longest(LONGEST_BODY)])
