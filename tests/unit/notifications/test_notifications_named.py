"""Whom a text names: what readers see as a name after an "@", and nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.lib.markup import render
from forum.notifications.named import MOST_LINKS, Named, named
from tests.attacks import attack_sources, in_markdown
from tests.harmless import faults
from tests.property.test_markup_property import MARKERS, any_text

SITE = "https://plein.example/"
ANNA, BRAM = "bcdfghjkmnpq", "qpnmkjhgfdcb"
NAMING = [
    "@[Anna](/mensen/bcdfghjkmnpq)",
    "@[",
    "](/mensen/bcdfghjkmnpq)",
    "> ",
    "@",
    f"[x]({SITE}mensen/{BRAM})",
]


def of(source: str) -> Named:
    return named(render(source).html, SITE)


@pytest.mark.parametrize(
    ("source", "people"),
    [
        (f"Wat vind jij, @[Anna](/mensen/{ANNA})?", [ANNA]),
        (f"@[Anna]({SITE}mensen/{ANNA}) en (@[Bram](/mensen/{BRAM}))", [ANNA, BRAM]),
        (f"- @[Anna](/mensen/{ANNA})\n- @[Anna](/mensen/{ANNA})", [ANNA]),
        (f"# @[Anna](/mensen/{ANNA})", [ANNA]),
        (f"**@[Anna](/mensen/{ANNA})**", [ANNA]),
        (f"`@[Anna](/mensen/{ANNA})`", []),
        (f"```\n@[Anna](/mensen/{ANNA})\n```", []),
        (f"> @[Anna](/mensen/{ANNA})", []),  # those words were written before
        (f"[Anna](/mensen/{ANNA})", []),
        (f"mail@[Anna](/mensen/{ANNA})", []),
        (f"@ [Anna](/mensen/{ANNA})", []),
        (f"@[Anna](https://elders.example/mensen/{ANNA})", []),
        (f"@[Anna](/mensen/{ANNA}/x)", []),
        (f"@[Anna](/mensen/{ANNA}?a=b)", []),
        ("@[Anna](javascript:alert(1))", []),
        ("@[Anna](/mensen/..)", []),
        ("@Anna", []),
    ],
)
def test_people(source: str, people: list[str]) -> None:
    assert of(source) == Named(people=people)


@pytest.mark.parametrize(
    ("source", "quoted"),
    [
        (f"> [Anna schreef](/reacties/{ANNA}):\n> Ja\n\nEens", [ANNA]),
        (f"> [Anna schreef]({SITE}reacties/{ANNA}):\n> Ja", [ANNA]),
        (f"> [A](/reacties/{ANNA}):\n> Ja\n\ntussen\n\n> [B](/reacties/{BRAM}):\n> Nee", [ANNA, BRAM]),
        (f"> Kijk eens [hier](/reacties/{ANNA})", []),
        (f"> > [Anna schreef](/reacties/{ANNA}):\n> > Ja", []),
        (f"[Anna schreef](/reacties/{ANNA})", []),
    ],
)
def test_quotes(source: str, quoted: list[str]) -> None:
    assert of(source) == Named(quoted=quoted)


def test_many_links_are_read_to_a_limit() -> None:
    source = " ".join(f"@[x](/mensen/{number})" for number in range(2, 300))
    assert len(of(source).people) == MOST_LINKS


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        any_text, st.lists(st.sampled_from(MARKERS + NAMING + ["\n", "\n\n", " "]), max_size=60).map("".join)
    )
)
def test_any_text_names_only_ids(source: str) -> None:
    rendered = render(source)
    assert faults(rendered.html) == []
    found = named(rendered.html, SITE)
    assert all(public_id.isalnum() for public_id in (*found.people, *found.quoted))
    assert set(found.people) <= {public_id for public_id in (ANNA, BRAM) if public_id in source} or any_id(
        source
    )


def any_id(source: str) -> bool:
    """A generated text may hold an address of its own."""
    return "/mensen/" in source.replace(f"/mensen/{ANNA}", "").replace(f"/mensen/{BRAM}", "")


def test_the_attack_corpus_as_a_name() -> None:
    for name, source in list(attack_sources())[::5]:
        line = " ".join(source.split())
        texts = [
            f"@[{line}](/mensen/{ANNA})",
            f"@[x]({line})",
            f"@[x](/mensen/{line})",
            *in_markdown(f"@[{line}](/mensen/{ANNA})"),
        ]
        for text in texts:
            html = render(text).html
            assert faults(html) == [], name
            # The corpus has addresses of people in it, too: ids, and nothing that is more than an id.
            assert all(public_id.isalnum() for public_id in named(html, SITE).people), name
