"""The texts of the interface: all in the catalogue, all translated, and none outside it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from tests.architecture.checks import ROOT, python_files

CATALOGUE = ROOT / "forum" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|%")
TRANSLATES = {"_", "_l", "gettext", "ngettext", "lazy_gettext"}
# What is shown by these is a message to people.
SHOWS = {
    "flash",
    "Invalid",
    "ValidationError",
    "InputRequired",
    "DataRequired",
    "Length",
    "required",
    "notice",
}
# Commands and programs get English, always.
FOR_PROGRAMS = ("/commands.py", "forum/api/schemas.py", "forum/accounts/tokens.py")
# Names, and the class names and answers of macros that templates write as text.
NO_WORDS = re.compile(r"\b(kp-[\w-]+|Kennisplein|Nederlands|English|textarea|text)(?!\w)")
SHOWN_ATTRIBUTE = re.compile(r'\b(?:aria-label|title|alt|placeholder|data-label[\w-]*)="([^"]*)"')


@cache
def messages_in_the_source() -> frozenset[str | tuple[str, ...]]:
    """All messages, found as `make messages` finds them."""
    with (ROOT / "babel.cfg").open() as settings:
        methods, options = parse_mapping_cfg(settings)
    asked = re.findall(r"-k (\w+)", (ROOT / "Makefile").read_text())
    assert asked == ["lazy_gettext", "_l"]
    keywords = {**DEFAULT_KEYWORDS, **dict.fromkeys(asked)}
    found = []
    for folder in ("forum", "templates"):
        own = [
            (pattern.removeprefix(f"{folder}/"), how)
            for pattern, how in methods
            if pattern.startswith(folder)
        ]
        settings_of = {name.removeprefix(f"{folder}/"): value for name, value in options.items()}
        found += extract_from_dir(str(ROOT / folder), own, settings_of, keywords=keywords)
    return frozenset(message for _file, _line, message, _comments, _context in found)


@cache
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def messages() -> list[Message]:
    return [message for message in catalogue() if message.id]


def texts(of: str | tuple[str, ...]) -> tuple[str, ...]:
    return (of,) if isinstance(of, str) else tuple(of)


def test_the_catalogue_holds_exactly_the_messages_of_the_source() -> None:
    known = {message.id if isinstance(message.id, str) else tuple(message.id) for message in messages()}
    assert len(known) > 500
    wanted = messages_in_the_source()
    assert not wanted - known, "run `make messages` and translate what is new"
    assert not known - wanted, "run `make messages`: these are no longer used"
    assert not catalogue().obsolete


def complaints(message: Message, plurals: int) -> list[str]:
    """What is wrong with the translation of a message."""
    dutch, english = texts(message.id), texts(message.string)
    if message.fuzzy or not all(text.strip() for text in english):
        return ["is not translated"]
    found = []
    if len(english) != (plurals if message.pluralizable else 1):
        found.append("lacks a plural")
    if any(placeholders(text) != placeholders(dutch[-1]) for text in [*dutch, *english]):
        found.append("has other placeholders")
    if any((one[-1] in ".:?,") != (other[-1] in ".:?,") for one, other in zip(dutch, english, strict=False)):
        found.append("ends in another way")
    if any("!" in text for text in [*dutch, *english]):
        found.append("shouts")
    return found


def placeholders(text: str) -> list[str]:
    # The number may be left out of a plural form: "the only member".
    return sorted(name for name in PLACEHOLDER.findall(text) if name != "num")


def test_each_message_is_translated_whole() -> None:
    plurals = catalogue().num_plurals
    wrong = {texts(message.id)[0]: complaints(message, plurals) for message in messages()}
    assert {text: what for text, what in wrong.items() if what} == {}


@pytest.mark.parametrize(
    ("english", "what"),
    [
        ("", ["is not translated"]),
        ("Hi.", ["has other placeholders"]),
        ("Hi %(name)s", ["ends in another way"]),
        ("Hi! %(name)s.", ["shouts"]),
        ("Hi %(name)s.", []),
    ],
)
def test_wrong_translations_are_found(english: str, what: list[str]) -> None:
    assert complaints(Message("Dag %(name)s.", english), 2) == what


def test_a_missing_plural_is_found() -> None:
    assert complaints(Message(("%(num)s dag", "%(num)s dagen"), ("%(num)s day",)), 2) == ["lacks a plural"]


def outside_translation(source: str) -> list[str]:
    """Words that a template shows without translating them."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    data = "".join(value if kind == "data" else "\0" for _line, kind, value in environment.lex(source))
    shown = SHOWN_ATTRIBUTE.findall(data)
    data = re.sub(r"<(style|script)\b.*?</\1>", " ", data, flags=re.S)
    shown += re.sub(r"<[^<>]*>", "\n", data).split("\n")
    plain = [NO_WORDS.sub("", text) for text in shown]
    tree = environment.parse(source)
    translated = {
        id(text)
        for call in tree.find_all(nodes.Call)
        if getattr(call.node, "name", "") in TRANSLATES
        for text in call.find_all(nodes.Const)
    }
    plain += [
        NO_WORDS.sub("", text.value)
        for text in tree.find_all(nodes.Const)
        if isinstance(text.value, str)
        and id(text) not in translated
        and re.search(r"[A-Z]\w+ \w", text.value)
    ]
    return [text.strip(" \0") for text in plain if re.search(r"[^\W\d_]{2}", re.sub(r"&\w+;", "", text))]


def test_words_outside_translation_are_found() -> None:
    assert outside_translation('<p class="x">{{ _("Hallo") }}</p>') == []
    assert outside_translation("<p>Hallo {{ name }}</p>") == ["Hallo"]
    assert outside_translation('<a aria-label="Sluiten">x</a>') == ["Sluiten"]
    assert outside_translation('{{ head("Een titel") }}') == ["Een titel"]
    assert outside_translation('{{ head(_("Een titel"), kind="quiet") }}') == []


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(ROOT.glob("templates/**/*.*")) if path.suffix in (".html", ".txt")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_templates_show_no_words_of_their_own(path: Path) -> None:
    assert outside_translation(path.read_text()) == []


def untranslated_messages(source: str) -> list[str]:
    """Texts that code shows to people as they are."""
    return [
        ast.unparse(call)
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in SHOWS
        for text in [*call.args[:1], *(word.value for word in call.keywords if word.arg == "message")]
        if isinstance(text, ast.JoinedStr) or (isinstance(text, ast.Constant) and isinstance(text.value, str))
    ]


def test_untranslated_messages_are_found() -> None:
    assert untranslated_messages('flash("Hallo", "success")') == ["flash('Hallo', 'success')"]
    assert untranslated_messages('Length(max=3, message=f"Te lang {x}")') != []
    assert untranslated_messages('flash(_("Hallo"), "success")') == []


def test_code_shows_no_untranslated_messages() -> None:
    code = [(path, source) for path, source in python_files("forum") if not path.endswith(FOR_PROGRAMS)]
    assert [(path, text) for path, source in code for text in untranslated_messages(source)] == []
