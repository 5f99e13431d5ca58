"""Whatever is sent to a form, its errors are ours: none is a text of the forms library."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import DateField, DateTimeLocalField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, Email, NumberRange, Regexp

from forum.lib.forms import BaseForm

CATALOGUE = Path(__file__).parents[3] / "forum" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
ODD = ["", " ", "onzin", "-1", "x" * 60_000]


def forms(base: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    """Every form of the site."""
    for form in base.__subclasses__():
        if form.__module__.startswith("forum."):
            yield form
            yield from forms(form)


def ours() -> re.Pattern[str]:
    """Matches a text of the catalogue, filled in or not."""
    with CATALOGUE.open("rb") as file:
        known = [message.id for message in read_po(file) if message.id]
    texts = [text for one in known for text in ([one] if isinstance(one, str) else one)]
    return re.compile("|".join(re.sub(r"%\\\(\w+\\\)[sd]", ".+", re.escape(text)) for text in texts))


def test_forms_of_the_site_say_only_our_texts(app: Flask) -> None:
    known, errors = ours(), set()
    for form in forms():
        for odd in ODD:
            with app.test_request_context("/", method="POST"):
                names = list(form(MultiDict())._fields)
                sent = form(MultiDict(dict.fromkeys(names, odd)))
                try:
                    sent.validate()
                except TypeError:  # its choices come from the view
                    continue
                errors |= {str(error) for found in sent.errors.values() for error in found}
    assert len(errors) > 8
    assert "Vul een datum in, bijvoorbeeld 31-12-2026." in errors
    assert [error for error in errors if not known.fullmatch(error)] == []


class _Everything(BaseForm):
    """What the library itself would say about."""

    text = StringField(validators=[DataRequired()])
    digits = StringField(validators=[Regexp(r"\d+$")])
    email = StringField(validators=[Email()])
    one_of = StringField(validators=[AnyOf(["ja", "nee"])])
    number = IntegerField(validators=[NumberRange(min=3)])
    day = DateField()
    moment = DateTimeLocalField()
    radio = RadioField(choices=[SelectChoice("a", "A")])
    select = SelectField(choices=[SelectChoice("a", "A")])
    coerced = SelectField(choices=[SelectChoice(1, "A")], coerce=int)


@pytest.mark.parametrize("locale", ["nl", "en"])
@pytest.mark.parametrize("odd", ["", "onzin"], ids=["empty", "odd"])
def test_the_library_says_nothing_itself(app: Flask, locale: str, odd: str) -> None:
    with app.test_request_context("/", method="POST"), force_locale(locale):
        form = _Everything(MultiDict(dict.fromkeys(_Everything(MultiDict())._fields, odd)))
        assert not form.validate()
        said = {str(error) for found in form.errors.values() for error in found}
    dutch = {
        "Dit klopt niet. Pas het aan.": "This is not correct. Please change it.",
        "Maak een keuze.": "Make a choice.",
        "Vul dit in.": "Fill this in.",
        "Vul een datum in, bijvoorbeeld 31-12-2026.": "Enter a date, for example 31-12-2026.",
    }
    assert said <= set(dutch if locale == "nl" else dutch.values())
    assert len(said) >= 3
