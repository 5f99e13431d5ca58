"""What every form shares."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from forum.lib.errors import Invalid
from forum.lib.forms import BaseForm, OnceForm, body_field, line_field, one_line, show, tidy
from forum.lib.ids import PUBLIC_ID_LENGTH


class Example(BaseForm):
    name = line_field("Naam", most=10, need="Vul je naam in.")
    text = body_field("Tekst", most=20)
    loud = StringField("Luid", filters=[lambda value: value.upper() if value else value])


class Once(OnceForm):
    name = line_field("Naam", most=10)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\0b\x07", "ab"),
        ("  a\tb \n", "a\tb"),
        (None, None),
        (3, 3),
        ("\ud800x", "x"),
    ],
)
def test_tidy(typed: object, kept: object) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"), [("a\n b\t\tc ", "a b c"), ("Jan\u202enaV", "JannaV"), ("\u200b", ""), ("é", "é")]
)
def test_one_line(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


def test_texts_are_tidied_before_they_are_checked(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        form = Example(formdata=MultiDict(dict(name=" Jan\r\n\0 ", text=" a\r\nb ", loud=" x\n y ")))
        assert form.validate()
        assert (form.name.data, form.text.data, form.loud.data) == ("Jan", "a\nb", "X Y")


def test_empty_and_too_long_say_so_in_dutch(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        form = Example(formdata=MultiDict(dict(name=" \u200b ", text="x" * 21)))
        assert not form.validate()
        assert form.name.errors == ["Vul je naam in."]
        assert form.text.errors == ["Dit is te lang. Gebruik hoogstens 20 tekens."]
        assert form.text.data == "x" * 21


def test_show_puts_the_message_at_its_field_or_on_top(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        form = Example(formdata=MultiDict(dict(name="Jan")))
        assert form.validate()
        show(Invalid("Deze naam is bezet.", "name"), form)
        show(Invalid("Het lukt nu niet."), form)
        show(Invalid("Onbekend veld.", "nowhere"), form)
        assert form.errors == {"name": ["Deze naam is bezet."], "": ["Het lukt nu niet.", "Onbekend veld."]}


def test_a_form_sets_no_cookie_by_being_made(app: Flask) -> None:
    with app.test_request_context() as context:
        Example()
        assert not context.session


def test_a_double_submit_makes_the_same_public_id(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        first, second = (Once(formdata=MultiDict(dict(name="x", submission="abc"))) for _ in range(2))
        other = Once(formdata=MultiDict(dict(name="x", submission="abd")))
        missing = [Once(formdata=MultiDict(dict(name="x"))) for _ in range(2)]
    assert first.public_id_for(7) == second.public_id_for(7)
    assert len(first.public_id_for(7)) == PUBLIC_ID_LENGTH
    assert first.public_id_for(7) != first.public_id_for(8)
    assert first.public_id_for(7) != other.public_id_for(7)
    assert missing[0].public_id_for(7) != missing[1].public_id_for(7)
    assert first.public_id_for(None)


def test_another_text_or_another_form_makes_another_public_id(app: Flask) -> None:
    class Other(Once):
        pass

    with app.test_request_context(method="POST"):
        first = Once(formdata=MultiDict(dict(name="x", submission="abc")))
        changed = Once(formdata=MultiDict(dict(name="y", submission="abc")))
        elsewhere = Other(formdata=MultiDict(dict(name="x", submission="abc")))
    assert len({form.public_id_for(7) for form in (first, changed, elsewhere)}) == 3


def test_each_new_page_has_its_own_submission(app: Flask) -> None:
    with app.test_request_context():
        assert Once().submission.data != Once().submission.data
