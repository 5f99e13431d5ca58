"""The macros: what people typed stays text, errors are tied to fields, nothing asks for an inline style."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace as Thing

import pytest
from jinja2 import Environment
from wtforms import BooleanField, EmailField, FileField, Form, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from tests.styleguide import data, rendering

HOSTILE = '"><script>alert(1)</script>'
COMPONENTS = rendering.ROOT / "templates" / "components"
TEMPLATES = sorted((rendering.ROOT / "templates").glob("**/*.html"))
PAGE_TEMPLATES = [path for path in TEMPLATES if "mail" not in path.parts]
MACRO = re.compile(r"\{% macro ([a-z]\w*)\(")


@pytest.fixture(scope="module")
def env() -> Environment:
    return rendering.environment()


def call(env: Environment, file: str, macro: str, *arguments: object, **named: object) -> str:
    return str(getattr(env.get_template(f"components/{file}.html").module, macro)(*arguments, **named))


class Elements(HTMLParser):
    """All start tags of a text, each a name and its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def with_id(self, name: str) -> dict[str, str | None]:
        return next(attributes for _, attributes in self.found if attributes.get("id") == name)


def hostile(row: Thing) -> Thing:
    """The same row, with every text of it hostile."""
    shaped = {"kind", "audience_icon", "preset_icon", "url", "public_id"}
    return Thing(
        **{k: HOSTILE if isinstance(v, str) and k not in shaped else v for k, v in vars(row).items()}
    )


@pytest.mark.parametrize(
    ("macro", "row"),
    [
        ("item_line", data.ROWS[0]),
        ("short_line", data.ROWS[1]),
        ("item_head", data.ROWS[2]),
        ("document_line", Thing(**{**vars(data.DOCS[0]), "snippet": None})),
        ("group_card", data.GROUPS[0]),
        ("statement_card", data.STATEMENT),
        ("poll_card", data.POLL),
    ],
)
def test_what_people_typed_stays_text(env: Environment, macro: str, row: Thing) -> None:
    html = call(env, "items", macro, hostile(row))
    assert "script" not in [tag for tag, _ in Elements(html).found]
    assert "&lt;script&gt;" in html


def test_a_written_text_is_shown_as_it_was_cleaned(env: Environment) -> None:
    html = call(env, "items", "reply_article", data.REPLIES[1])
    assert "<strong>beide</strong>" in html


def test_errors_and_hints_are_tied_to_their_field(env: Environment) -> None:
    form = data.ExampleForm(data={})
    form.validate()
    html = call(env, "forms", "form_field", form.title, hint="Eén zin.")
    title = Elements(html).with_id("title")
    assert title["aria-describedby"] == "title-hint title-error"
    assert title["aria-invalid"] == "true"
    assert Elements(html).with_id("title-error")["class"] == "kp-error"
    assert 'href="#title"' in call(env, "forms", "error_summary", form)


def test_a_field_without_errors_says_none(env: Environment) -> None:
    form = data.ExampleForm()
    title = Elements(call(env, "forms", "form_field", form.title)).with_id("title")
    assert "aria-invalid" not in title
    assert "aria-describedby" not in title
    assert call(env, "forms", "error_summary", form).strip() == ""


def test_errors_of_the_whole_form_are_in_the_summary(env: Environment) -> None:
    form = data.ExampleForm()
    form.form_errors.append("De groep is vol.")
    summary = call(env, "forms", "error_summary", form)
    assert "De groep is vol." in summary
    assert "<a " not in summary


class _OwnRadio(RadioField):
    """As rooms make their own fields."""


class _Kinds(Form):
    own = _OwnRadio("Taal", choices=[SelectChoice("nl", "Nederlands")])
    theme = SelectField("Thema", choices=[SelectChoice("1", "Wachtlijsten")])
    body = TextAreaField("Tekst")
    file = FileField("Bestand")
    follow = BooleanField("Volgen")
    email = EmailField("E-mail")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("own", "radio"),
        ("theme", "select"),
        ("body", "textarea"),
        ("file", "file"),
        ("follow", "checkbox"),
        ("email", "text"),
    ],
)
def test_the_kind_of_a_field_is_seen(env: Environment, name: str, kind: str) -> None:
    assert f"kp-field--{kind}" in call(env, "forms", "form_field", _Kinds()[name])


def test_only_what_may_stay_empty_is_called_optional(env: Environment) -> None:
    form = data.ExampleForm()
    assert "niet verplicht" in call(env, "forms", "form_field", form.file)
    assert "niet verplicht" not in call(env, "forms", "form_field", form.title)


@pytest.mark.parametrize("name", ["", " ", "Cher", "Ravi van der Ramdin", "李"])
def test_every_name_has_a_face(env: Environment, name: str) -> None:
    html = call(env, "basics", "avatar", name, "abc-_")
    assert re.search(r"kp-avatar--[0-5]\b", html)


@pytest.mark.parametrize("key", [*"09azAZ-_", "", None])
def test_every_public_id_has_a_colour(env: Environment, key: str | None) -> None:
    assert re.search(r"kp-avatar--[0-5]\b", call(env, "basics", "avatar", "Ans de Wit", key))


def test_one_page_needs_no_pager(env: Environment) -> None:
    one = Thing(number=1, pages=1, has_prev=False, has_next=False, url=str)
    many = Thing(number=1, pages=3, has_prev=False, has_next=True, url=str)
    assert call(env, "basics", "pager", one).strip() == ""
    html = call(env, "basics", "pager", many)
    assert 'aria-current="page"' in html
    assert 'rel="prev"' not in html
    assert 'rel="next"' in html


def test_a_visitor_gets_no_token_while_reading() -> None:
    """The token sets a cookie, and who only reads gets none."""
    asked: list[str] = []
    visitor = rendering.environment(signed_in=False)
    visitor.globals["csrf_token"] = lambda: asked.append("token") or "token"
    may_not_vote = Thing(**{**vars(data.STATEMENT), "vote_url": None, "sign_in_url": "/inloggen"})
    visitor.get_template("errors/403.html").render()
    html = call(visitor, "items", "statement_card", may_not_vote)
    assert 'href="/inloggen"' in html
    assert asked == []
    call(visitor, "items", "statement_card", data.STATEMENT)
    assert asked == ["token"]


@pytest.mark.parametrize("path", PAGE_TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_template_has_what_the_csp_stops(path) -> None:  # type: ignore[no-untyped-def]
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    assert not re.search(r"<[^>]*\sstyle=", text)
    assert not re.search(r"<[^>]*\son[a-z]+=", text)
    assert not re.search(r"<(style|script)(?![^>]*\ssrc=)", text)


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    source = (rendering.ROOT / "frontend" / "icons.mjs").read_text()
    there = set(re.findall(r'^  "?([a-z-]+)"?: "', source, re.M)) | {"kind-statement", "logo"}
    asked = {
        name
        for path in PAGE_TEMPLATES
        for name in re.findall(r'(?:\bicon\(|symbol=)"([a-z-]+)"(?! ~)', path.read_text())
    }
    assert {"search", "kind-document"} <= there
    assert {name for name in asked if not {name, f"audience-{name}"} & there} == set()


def test_every_macro_is_in_the_docs() -> None:
    docs = (rendering.ROOT / "docs" / "design.md").read_text()
    macros = {name for path in COMPONENTS.glob("*.html") for name in MACRO.findall(path.read_text())}
    assert {"item_line", "form_field"} <= macros
    assert {name for name in macros if f"{name}(" not in docs} == set()
