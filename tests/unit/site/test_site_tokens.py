"""A token file: what of it is used, what is refused and why, and whether it can be read."""

import re
import time

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.app import ROOT
from forum.lib import contrast, i18n
from forum.site.tokens import reading
from forum.site.tokens.contrast import failing, pairs
from forum.site.tokens.names import HOUSE, SORTS, Scheme, Sort
from forum.site.tokens.reading import Found, read
from forum.site.tokens.writing import style_sheet
from tests.attacks import attack_sources, string_sources
from tests.corpus import needs_corpus

FOCUS, BUTTON = "--basis-focus-color", "--basis-color-action-1-inverse-bg-default"
INK, PAPER = "--basis-color-default-color-document", "--basis-color-default-bg-document"
FONT, SPACE = "--basis-text-font-family-default", "--basis-space-block-sm"
# All that a sheet of ours can hold, whatever came in.
VALUE = r'(?:#[0-9a-f]{6}|0|[0-9.]+(?:px|rem)|(?:"[\w .&+-]+"|[a-z-]+)(?:, (?:"[\w .&+-]+"|[a-z-]+))*)'
RULE = rf":root\{{(?:--basis-[a-z0-9-]+:{VALUE};)+\}}"
MEDIA = r"@media (?:print,\(prefers-color-scheme:light\)|screen and \(prefers-color-scheme:dark\))"
OURS = re.compile(rf"(?:{RULE})?(?:(?:^|\n){MEDIA}\{{{RULE}\}})*", re.MULTILINE)


@pytest.fixture(autouse=True)
def _in_dutch(app: Flask) -> object:
    with app.test_request_context():
        i18n.speak("nl")
        yield


def refused(text: str) -> list[tuple[int, str]]:
    return [(line.number, line.reason) for line in read(text).refused]


def light(value: str, name: str = FOCUS) -> str | None:
    return read(f":root{{{name}:{value}}}").tokens[Scheme.LIGHT].get(name)


def test_the_names_and_our_own_colours_are_those_of_the_styles() -> None:
    used = re.findall(r"var\((--basis-[\w-]+)\)", (ROOT / "frontend/css/tokens.css").read_text())
    assert sorted(used) == sorted(SORTS)
    theme = (
        (ROOT / "frontend/css/theme.css").read_text().split("@media screen and (prefers-color-scheme: dark)")
    )
    for scheme, part in zip((Scheme.LIGHT, Scheme.DARK), theme, strict=True):
        assert dict(re.findall(r"(--basis-[\w-]+): (#\w+);", part)) == HOUSE[scheme]


def test_our_own_colours_can_be_read() -> None:
    everything = list(pairs(Found()))
    assert len(everything) > 60
    assert [pair.sentence for pair in everything if not pair.enough] == []


def test_contrast_is_that_of_wcag() -> None:
    assert contrast.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.ratio("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast.ratio("#767676", "#ffffff") == pytest.approx(4.542, abs=0.001)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("#FFF", "#ffffff"),
        ("#14574A", "#14574a"),
        ("rgb(20, 87, 74)", "#14574a"),
        ("rgb(20 87 74 / 100%)", "#14574a"),
        ("hsl(120 100% 25%)", "#008000"),
        ("  red /* van het wapen */ ", "#ff0000"),
        ("rgb(999 -5 0)", "#ff0000"),
    ],
)
def test_colours(typed: str, kept: str) -> None:
    assert light(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Amsterdam Sans", '"Amsterdam Sans", sans-serif'),
        ("'Amsterdam Sans', Arial, serif", '"Amsterdam Sans", "Arial", serif'),
        ("System-UI", "system-ui"),
    ],
)
def test_letters(typed: str, kept: str) -> None:
    assert light(typed, FONT) == kept


@pytest.mark.parametrize(
    ("typed", "kept"), [("8px", "8px"), ("0.5REM", "0.5rem"), ("0", "0"), ("128px", "128px")]
)
def test_sizes(typed: str, kept: str) -> None:
    assert light(typed, SPACE) == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (FOCUS, typed)
        for typed in (
            "", "url(https://elders.example/x)", 'url("x")', "expression(alert(1))", "rgb(0 0 0 / 50%)", "#1234",
            "transparent", "currentcolor", "red red", "8px", "image-set('x')", "env(x)", "attr(x)", "#ff",
            "color-mix(in srgb, red, blue)", "rgb(1e400 0 0)", "oklch(50% 0.1 200)", "\\75rl(x)", "inherit",
            "</style", "var(--a, red)", "var()", "javascript:alert(1)", "{red}",
        )
    ]
    + [
        (FONT, typed)
        for typed in (
            "", ",", "Arial,", "url(x)", "'a;b'", "'a\\'b'", "'</style>'", "Arial 12px", "'\\000a x'", "var(--x)",
            "local(x)", ", ".join(["Arial"] * 9), f"'{'x' * 61}'", "' '", '"a" "b"',
        )
    ]
    + [(SPACE, typed) for typed in ("", "8", "-1px", "129px", "9rem", "1e9px", "10%", "calc(1px)", "1px 2px", "8em")],
)  # fmt: skip
def test_values_that_are_refused(name: str, typed: str) -> None:
    found = read(f"\n:root {{\n  {name}: {typed};\n}}")
    assert found.refused, typed
    assert {line.number for line in found.refused} <= {3, 4}
    assert found.tokens == {Scheme.LIGHT: {}, Scheme.DARK: {}}


def test_every_line_that_is_refused_is_told_at_once_with_its_reason() -> None:
    text = """@import url(https://elders.example/x.css);
:root {
  --basis-focus-color: url(x);
  color: red;
  --basis-space-block-sm: 8px !important;
  --basis-kleur: #fff;
}
.knop { --basis-focus-color: #000; }
@font-face { src: url(x); }
@media (min-width: 10px) { :root { --basis-focus-color: #000; } }
--basis-focus-color: #fff;"""
    found = read(text)
    assert [(line.number, line.reason.split(".")[0]) for line in found.refused] == [
        (1, "@import kan hier niet"),
        (3, "--basis-focus-color: dit is geen kleur die we kennen"),
        (4, "color: alleen tokens kunnen hier, en die beginnen met --"),
        (5, "--basis-space-block-sm: !important kan hier niet"),
        (8, "alleen :root, html of een klasse die op -theme eindigt kan hier"),
        (9, "@font-face kan hier niet"),
        (10, "@media kan hier alleen met (prefers-color-scheme: dark) of light"),
        (11, "dit is geen regel van CSS"),
    ]
    assert [(line.number, line.reason) for line in found.unknown] == [
        (6, "--basis-kleur: deze naam gebruikt de site niet.")
    ]
    assert style_sheet(found) == ""


@pytest.mark.parametrize(
    ("selector", "scheme"),
    [
        (":root", Scheme.LIGHT), ("html", Scheme.LIGHT), (".waterveen-theme", Scheme.LIGHT),
        (":root, .waterveen-theme", Scheme.LIGHT), (".waterveen-theme--color-scheme-dark", Scheme.DARK),
        ("*", None), ("body", None), (":root .x", None), (".x-theme::before", None), (":root:hover", None),
        ("[x-theme]", None), (":root, a", None), ("", None), (":is(:root)", None),
    ],
)  # fmt: skip
def test_rules_for_the_whole_page_only(selector: str, scheme: Scheme | None) -> None:
    found = read(f"{selector} {{ {FOCUS}: #123456 }}")
    where = [found_in for found_in in Scheme if found.tokens[found_in]]
    assert where == ([scheme] if scheme else [])
    assert bool(found.refused) == (scheme is None)


def test_light_and_dark_and_what_holds_in_both() -> None:
    found = read(
        f":root {{ {FOCUS}: #111111; {SPACE}: 6px }}"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {FOCUS}: #eeeeee; {FONT}: Arial }} }}"
    )
    assert found.refused == []
    assert style_sheet(found) == (
        f':root{{{SPACE}:6px;{FONT}:"Arial", sans-serif;}}\n'
        f"@media print,(prefers-color-scheme:light){{:root{{{FOCUS}:#111111;}}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{FOCUS}:#eeeeee;}}}}"
    )


def test_a_token_may_refer_to_another_one() -> None:
    found = read(f":root {{ --rood: var(--wapen); --wapen: #ec0000; {FOCUS}: var(--rood); --ongebruikt: 1 }}")
    assert (found.refused, found.tokens[Scheme.LIGHT]) == ([], {FOCUS: "#ec0000"})
    assert [line.reason.split(":")[0] for line in found.unknown] == ["--ongebruikt"]
    for value in ("var(--niets)", f"var({FOCUS})", "var(--a)"):
        found = read(f":root {{ --a: var(--b); --b: var(--a); {FOCUS}: {value} }}")
        assert len(found.refused) == 1


def test_what_becomes_unreadable_is_told_by_pair_and_scheme() -> None:
    found = read(
        f":root {{ {INK}: #999999 }} @media (prefers-color-scheme: dark) {{ :root {{ {PAPER}: #bbb }} }}"
    )
    sentences = [pair.sentence for pair in failing(found)]
    assert sentences[0] == (
        f"Op lichte pagina's: de tekst ({INK}) op {PAPER} heeft een contrast van 2,73. Dat moet minstens 4,5 zijn."
    )
    assert any(sentence.startswith("Op donkere pagina's: de tekst") for sentence in sentences)
    assert any("de rand van een veld" in sentence and "minstens 3 zijn" in sentence for sentence in sentences)


def test_a_good_style_of_one_s_own_is_readable() -> None:
    found = read(f":root {{ {BUTTON}: #004699; --basis-color-action-1-inverse-bg-hover: #003677 }}")
    assert (found.refused, failing(found)) == ([], [])


@pytest.mark.parametrize(
    "bomb",
    [
        "{" * 100_000, "(" * 100_000, f":root{{{FOCUS}:{'rgb(' * 50_000}", "@media " + "(" * 100_000 + "{}",
        f":root{{{FOCUS}:{'#fff ' * 50_000}", "/*" * 50_000, "\\" * 50_000, '"' * 50_000, "a{" * 50_000,
        ":root{" + "--a:1;" * 40_000,
    ],
)  # fmt: skip
def test_a_bomb_takes_no_time_and_says_nothing(bomb: str) -> None:
    started = time.thread_time()
    assert style_sheet(read(bomb[: reading.LONGEST])) == ""
    assert time.thread_time() - started < 20


def only_ours(text: str) -> bool:
    """Whether the sheet that is made of `text` holds nothing but names of ours with values of ours."""
    return OURS.fullmatch(style_sheet(read(text))) is not None


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("ab1#:;{}()\"'\\/*@,.- <>!%\n"), max_size=60),
    st.sampled_from(sorted(SORTS)),
)
def test_whatever_is_typed_nothing_of_it_gets_out(typed: str, name: str) -> None:
    assert only_ours(f":root{{{name}:{typed}}}")
    assert only_ours(typed)


@needs_corpus
def test_no_attack_of_the_corpus_gets_into_a_style_sheet() -> None:
    sources = [text for _id, text in (*attack_sources(), *string_sources()) if len(text) < 5_000]
    assert len(sources) > 1_000
    for source in sources:
        for text in (
            source,
            f":root {{ {FOCUS}: {source}; }}",
            f":root {{ {FONT}: '{source}', serif; }}",
            f":root {{ {FONT}: {source}; }}",
            f"{source} {{ {FOCUS}: #000; }}",
        ):
            assert only_ours(text), text


def test_every_sort_of_token_is_there() -> None:
    assert {sort: list(SORTS.values()).count(sort) for sort in Sort} == {
        Sort.COLOUR: 29,
        Sort.FONT: 2,
        Sort.SIZE: 8,
    }
