"""What may be typed as a setting, and what is said about what may not."""

import pytest
from flask import Flask

from forum.lib.errors import Invalid
from forum.site import rules


@pytest.fixture(autouse=True)
def _in_dutch(app: Flask) -> object:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("", []),
        ("Agenda https://www.gemeente.nl/agenda", [["Agenda", "https://www.gemeente.nl/agenda"]]),
        ("  Over   ons  /pagina/over \r\n\r\n", [["Over ons", "/pagina/over"]]),
        ("A /a\nB /b?x=1#y", [["A", "/a"], ["B", "/b?x=1#y"]]),
    ],
)
def test_links_of_the_menu(typed: str, links: list[list[str]]) -> None:
    assert rules.menu(typed) == links
    assert rules.menu(rules.menu_text(links)) == links


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.gemeente.nl",
        "Agenda",
        "Agenda www.gemeente.nl",
        "Agenda http://www.gemeente.nl",
        "Agenda javascript:alert(1)",
        "Agenda data:text/html,x",
        "Agenda //elders.example",
        "Agenda /\\elders.example",
        "Agenda https://gemeente.nl@elders.example",
        "Agenda https://",
        "Agenda https://[",
        "Agenda https://localhost",
        f"{'x' * 31} /a",
        f"Agenda /{'a' * 300}",
        "\n".join(f"L{n} /{n}" for n in range(7)),
    ],
)
def test_links_that_are_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.menu(typed)
    assert refused.value.field == "menu"


def test_the_line_that_is_wrong_is_named() -> None:
    with pytest.raises(Invalid, match="Regel 3"):
        rules.menu("A /a\n\nB ftp://b")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("@Amsterdam.nl\nhaarlem.nl, haarlem.nl", ["amsterdam.nl", "haarlem.nl"]),
        ("münchen.de", ["xn--mnchen-3ya.de"]),
        ("", []),
    ],
)
def test_domains(typed: str, found: list[str]) -> None:
    assert rules.domains(typed) == found


@pytest.mark.parametrize("typed", ["amsterdam", "a b@c.nl", "<script>.nl", ".nl", "x" * 300 + ".nl"])
def test_domains_that_are_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        rules.domains(typed)


def test_domains_are_needed_when_they_decide() -> None:
    with pytest.raises(Invalid) as refused:
        rules.checked({"registration": "domains", "registration_domains": " "})
    assert refused.value.field == "registration_domains"
    assert rules.checked({"registration": "domains", "registration_domains": "a.nl"}) == {
        "registration": "domains",
        "registration_domains": ["a.nl"],
    }
