"""The fields of what programs send: texts are tidied, and refusals are sentences in the language of who asks."""

from collections.abc import Callable, Collection
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError, fields, validate

from forum.lib.forms import one_line, tidy


def _sentence(key: str) -> str:
    """What is wrong, for the keys by which marshmallow's fields name it."""
    known = {
        "required": _("Dit is verplicht."),
        "null": _("Dit mag niet leeg zijn."),
        "too_large": _("Dit getal is te groot. Kies een kleiner getal."),
    }
    return known.get(key) or _("Dit heeft niet de goede vorm.")


class _Speaks(fields.Field[Any]):
    def make_error(self, key: str, **kwargs: Any) -> ValidationError:
        """As of marshmallow, in our words."""
        return ValidationError(_sentence(key))


class Length(validate.Length):
    """So many signs, or so many things in a list."""

    def not_longer(self, value: str) -> None:
        """Raises ValidationError when `value` is too long."""
        if self.max is not None and len(value) > self.max:
            raise ValidationError(self._format_error(value, ""))

    def _format_error(self, value: Any, message: str) -> str:
        if self.min and len(value) < self.min:
            return _("Dit is te kort: minstens %(least)s.", least=self.min)
        return _("Dit is te lang: hoogstens %(most)s.", most=self.max)


class _Tidied(_Speaks, fields.String):
    """A text as it came may not be too long, tidied it may not be too short."""

    tidied_by: Callable[[Any], Any]

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        came = super()._deserialize(*args, **kwargs)
        for validator in self.validators:
            if isinstance(validator, Length):
                validator.not_longer(came)
        return type(self).tidied_by(came)


class Line(_Tidied):
    """A text on one line."""

    tidied_by = staticmethod(one_line)


class Text(_Tidied):
    """A text of many lines."""

    tidied_by = staticmethod(tidy)


class Number(_Speaks, fields.Integer):
    """A whole number, as an address writes it."""


class WholeNumber(Number):
    """A whole number in JSON: no text, no fraction."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Moment(_Speaks, fields.AwareDateTime):
    """A moment: ISO 8601 with a time zone."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return super()._deserialize(value, attr, data, **kwargs)
        except (OverflowError, ValueError) as error:
            raise self.make_error("invalid") from error


class ListOf(_Speaks, fields.List[Any]):
    """A list."""


class Range(validate.Range):
    """A number between two others."""

    def _format_error(self, value: Any, message: str) -> str:
        return _("Kies een getal van %(least)s tot en met %(most)s.", least=self.min, most=self.max)


class OneOf(validate.OneOf):
    """One of some words."""

    def _format_error(self, value: Any) -> str:
        return _("Kies een van: %(words)s.", words=", ".join(map(str, self.choices)))


def one_of(words: Collection[str], word: str) -> None:
    """As `OneOf`, for words that are known only when somebody asks. Raises ValidationError."""
    if word not in words:
        raise ValidationError(_("Kies een van: %(words)s.", words=", ".join(words)))
