"""What every form of the site shares: tidy texts, Dutch errors, and one row for a double click."""

import hashlib
import unicodedata
from typing import Any, BinaryIO

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, Form, HiddenField, StringField, TextAreaField
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Length, ValidationError

from forum.lib import ids
from forum.lib.errors import Invalid

LONGEST_BODY = 50_000
# They turn the reading direction around or cannot be seen: a name could pose as another one.
_TRICKS = frozenset(
    "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)


def tidy(text: Any) -> Any:
    """A text without control characters (PostgreSQL refuses NUL), with plain line ends, stripped.

    What is no text (None, a number) comes back as it is.
    """
    if not isinstance(text, str):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    ).strip()


def one_line(text: Any) -> Any:
    """As `tidy`, on one line with single spaces, without signs that hide or turn other signs around."""
    if not isinstance(text, str):
        return text
    return " ".join("".join(sign for sign in tidy(text) if sign not in _TRICKS).split())


class _OurWords:
    """What WTForms says by itself, in our words: it asks here for a translation of its English text."""

    def gettext(self, text: str) -> str:
        """Our message for a message of WTForms; a general one when we do not know it."""
        if text.lower().startswith(("not a valid choice", "invalid choice", "'%(value)s'")):
            return _("Maak een keuze.")
        if text.startswith("Not a valid date"):
            return _("Vul een datum in, bijvoorbeeld 31-12-2026.")
        if text == "This field is required.":
            return _("Vul dit in.")
        return _("Dit klopt niet. Pas het aan.")

    def ngettext(self, one: str, many: str, number: int) -> str:
        """As `gettext`, whatever the number."""
        return self.gettext(one if number == 1 else many)


class BaseForm(FlaskForm):
    """Base of every form.

    The token against forgery is checked for every POST of the site (forum.accounts.session), and templates
    write it with `csrf_field()`; so the form itself has none, and making a form sets no cookie.
    """

    class Meta(FlaskForm.Meta):
        csrf = False

        def get_translations(self, form: Form) -> _OurWords:
            """No message of the library itself is ever shown."""
            return _OurWords()

        def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Every text goes through `tidy` or `one_line`, so that no room can forget it."""
            if issubclass(unbound_field.field_class, StringField):
                many_lines = issubclass(unbound_field.field_class, TextAreaField)
                own = unbound_field.kwargs.get("filters", ())
                options = {**options, "filters": (tidy if many_lines else one_line, *own)}
                unbound_field = _without_filters(unbound_field)
            return DefaultMeta.bind_field(self, form, unbound_field, options)


def _without_filters(unbound: Any) -> Any:
    kwargs = {name: value for name, value in unbound.kwargs.items() if name != "filters"}
    copy = type(unbound)(unbound.field_class, *unbound.args, **kwargs)
    copy.creation_counter = unbound.creation_counter
    return copy


class OnceForm(BaseForm):
    """A form that creates something. Templates write its hidden field with `{{ form.submission() }}`.

    Use `public_id_for(reader.user_id)` as public id of the new row, and look for a row with that id
    first: a second submit of the same page finds it, and is sent to it instead of making another one.
    Whoever went back and wrote something else has their new text posted too: it would be lost otherwise.
    """

    submission = HiddenField("", default=ids.public_id)

    def public_id_for(self, user_id: int | None, *more: str) -> str:
        """The public id that this submission makes: the same for a double click, another for each
        person, so that nobody can aim at a row of somebody else, and for each form and each text. `more` is what else makes it
        another row: the place."""
        facts = (user_id, type(self).__name__, self.submission.data or ids.public_id(), *more, *self.said())
        return ids.public_id_from(hashlib.sha256(repr(facts).encode("utf-8", "replace")).digest())

    def said(self) -> list[str]:
        """What somebody typed and chose, by which one sending of the page differs from another."""
        texts = [field.data for field in self if not isinstance(field, HiddenField)]
        return [text for text in texts if isinstance(text, str)]


def show(error: Invalid, form: FlaskForm) -> None:
    """Put the message of a refusal at its field, or on top of the form when it names none."""
    if error.field and error.field in form:
        field = form[error.field]
        field.errors = [*field.errors, error.message]
    else:
        form.form_errors.append(error.message)


def file_of(field: FileField) -> BinaryIO | None:
    """The file that was sent with this field, or None."""
    uploaded = field.data
    return uploaded.stream if uploaded and uploaded.filename else None


def required(message: Any = None) -> InputRequired:
    """A text that must be there. Spaces alone are nothing."""
    return _Required(message=message or _l("Vul dit in."))


class _Required(InputRequired):
    def __call__(self, form: Form, field: Field) -> None:
        super().__call__(form, field)
        if isinstance(field.data, str) and not field.data.strip():
            raise ValidationError(self.message)


def longest(signs: int) -> Length:
    """A text of at most `signs` signs."""
    return Length(max=signs, message=_l("Dit is te lang. Gebruik hoogstens %(max)d tekens."))


def line_field(label: Any, *, most: int, need: Any = None, **kwargs: Any) -> StringField:
    """A field for one line. `need` is the message when it is empty; without it the field may be empty."""
    validators = [longest(most)] if need is None else [required(need), longest(most)]
    return StringField(label, validators=validators, **kwargs)


def body_field(label: Any, *, most: int = LONGEST_BODY, need: Any = None, **kwargs: Any) -> TextAreaField:
    """A field for a longer text. `need`: as in `line_field`."""
    validators = [longest(most)] if need is None else [required(need), longest(most)]
    return TextAreaField(label, validators=validators, **kwargs)
