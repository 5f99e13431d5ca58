"""What people type, and what they get."""

import pytest

from forum.lib.markup import RENDERER_VERSION, Rendered, plain, render, teaser
from tests.harmless import faults

REL = ' rel="nofollow noopener ugc"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        (" \n\t\n", ""),
        ("Hallo **allemaal** en *jij*", "<p>Hallo <strong>allemaal</strong> en <em>jij</em></p>"),
        ("regel\nvolgende", "<p>regel<br>\nvolgende</p>"),
        ("~~weg~~", "<p><del>weg</del></p>"),
        ("# Kop", "<h3>Kop</h3>"),
        ("### Diep\n\n# Kop\n\n## Onder", "<h3>Diep</h3>\n<h3>Kop</h3>\n<h4>Onder</h4>"),
        ("###### Klein", "<h3>Klein</h3>"),
        ("#jeugdzorg", "<p>#jeugdzorg</p>"),
        ("Punten:\n- een\n- twee", "<p>Punten:</p>\n<ul>\n<li>een</li>\n<li>twee</li>\n</ul>"),
        ("3. drie\n4. vier", '<ol start="3">\n<li>drie</li>\n<li>vier</li>\n</ol>'),
        ("> zei hij", "<blockquote>\n<p>zei hij</p>\n</blockquote>"),
        ("```\n<b> www.x.nl\n```", "<pre><code>&lt;b&gt; www.x.nl\n</code></pre>"),
        ("<b>vet</b>", "<p>&lt;b&gt;vet&lt;/b&gt;</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        (
            "[plein](https://voorbeeld.nl/a?b=1&c=2)",
            f'<p><a href="https://voorbeeld.nl/a?b=1&amp;c=2"{REL}>plein</a></p>',
        ),
        ("[hier](/groepen/x#reactie-2)", f'<p><a href="/groepen/x#reactie-2"{REL}>hier</a></p>'),
        ("[gemeente](amsterdam.nl/x)", f'<p><a href="https://amsterdam.nl/x"{REL}>gemeente</a></p>'),
        (r"\~~niet weg~~", "<p>~~niet weg~~</p>"),
        ("[mail](mailto:a@b.nl)", f'<p><a href="mailto:a@b.nl"{REL}>mail</a></p>'),
        (
            "![foto](/bestanden/ab12/foto%20een.png)",
            '<p><img alt="foto" src="/bestanden/ab12/foto%20een.png"></p>',
        ),
    ],
)
def test_markdown_becomes_html(source: str, html: str) -> None:
    assert render(source).html == html
    assert not faults(html)


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("https://a.nl/b_c_d", "https://a.nl/b_c_d"),
        ("(https://a.nl)", "https://a.nl"),
        ("https://a.nl/x_(y).", "https://a.nl/x_(y)"),
        ("www.voorbeeld.com", "https://www.voorbeeld.com"),
        ("kijk op amsterdam.nl.", "https://amsterdam.nl"),
        ("amsterdam.nl/omhetkind?x=1", "https://amsterdam.nl/omhetkind?x=1"),
        ("http://oud.nl", "http://oud.nl"),
    ],
)
def test_a_bare_address_becomes_a_link(typed: str, href: str) -> None:
    assert f'<a href="{href}"{REL}>' in render(typed).html


@pytest.mark.parametrize(
    "typed",
    ["dat is klaar.de rest komt", "notitie.md", "jan@amsterdam.nl", "`www.a.nl`", "ftp://a.nl", "a.nlx"],
)
def test_what_is_no_address_stays_text(typed: str) -> None:
    assert "<a" not in render(typed).html


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt&colon;alert(1)",
        "data:text/html,x",
        "//elders.nl/x",
        "/\\elders.nl",
        "/&#47;elders.nl",
        "https://bank.nl@elders.nl/",
        "vbscript:x",
        "pagina.html",
    ],
)
def test_a_link_that_is_not_allowed_keeps_its_words(url: str) -> None:
    rendered = render(f"[de woorden]({url})")
    assert rendered.html == "<p>de woorden</p>"


@pytest.mark.parametrize(
    "url", ["/bestanden/../uit", "/bestanden/%2e%2e/uit", "/bestanden/x?y", "/bestanden/%2fx"]
)
def test_a_picture_cannot_leave_its_folder(url: str) -> None:
    assert render(f"![plaat]({url})").html == "<p>plaat</p>"


def test_a_picture_of_elsewhere_becomes_a_link() -> None:
    assert (
        render("![plaat](https://a.nl/p.png)").html == f'<p><a href="https://a.nl/p.png"{REL}>plaat</a></p>'
    )
    inside = render("[![plaat](https://a.nl/p.png)](https://b.nl)").html
    assert inside == f'<p><a href="https://b.nl"{REL}>plaat</a></p>'


def test_a_table_aligns_without_style() -> None:
    html = render("| a | b |\n|--:|---|\n| 1 | 2 |").html
    assert '<td align="right">1</td>' in html
    assert "style" not in html


def test_plain_text_has_words_only() -> None:
    source = "# Kop\n\nEen **zin**met [link](https://a.nl) & meer.\n\n- een\n- twee\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert plain(source) == "Kop\nEen zinmet link & meer.\neen\ntwee\na\nb\n1\n2"
    assert plain("![foto van het plein](/bestanden/a.png)") == "foto van het plein"


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("a\x00b\x02c\x7fd", "abcd"),
        ("a\ud800b\udfffc", "abc"),
        ("a\u202eb\u2066c", "abc"),
        ("een\r\ntwee\rdrie\u2028vier", "een\ntwee\ndrie\nvier"),
        ("x&#2;y&#x202e;z", "xyz"),
        ("👩\u200d🏫 ع\u200cل", "👩\u200d🏫 ع\u200cل"),
    ],
)
def test_harmful_characters_go_and_useful_ones_stay(given: str, left: str) -> None:
    rendered = render(given)
    assert rendered.text == left
    assert not faults(rendered.html)


def test_placeholders_of_the_library_cannot_be_forged() -> None:
    for forged in ("\x02wzxhzdk:0\x03", "\x02klzzwxh:0000\x03", "&#2;wzxhzdk:0&#3;", "\\\x02amp\x03"):
        rendered = render(f"{forged} `code` **x**")
        assert not rendered.degraded
        assert not faults(rendered.html)


def test_too_much_is_shown_as_it_was_typed() -> None:
    source = "**vet** <b>\nregel\n\n" + "a" * 50_000
    rendered = render(source)
    assert rendered.degraded
    assert rendered.html.startswith("<p>**vet** &lt;b&gt;<br>\nregel</p>\n<p>aaa")
    assert rendered.text == source
    assert not render(source[:40_000]).degraded


def test_a_fault_of_the_library_costs_only_the_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise RecursionError

    assert render("**a**").html == "<p><strong>a</strong></p>"
    monkeypatch.setattr("forum.lib.markup.convert.to_html", fail)
    assert render("**a**") == Rendered("<p>**a**</p>", "**a**", degraded=True)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("kort", 10, "kort"),
        ("een  zin\nop regels", 40, "een zin op regels"),
        ("een zin die te lang is", 12, "een zin die…"),
        ("een zin, die te lang is", 10, "een zin…"),
        ("Donaudampfschiff", 8, "Donauda…"),
        ("abcde\u0301fgh", 6, "abcd…"),
        ("aaa👩\u200d🏫bbbb", 6, "aaa…"),
        ("lang", 1, "…"),
        ("lang", 0, ""),
    ],
)
def test_a_teaser_ends_between_words(text: str, limit: int, expected: str) -> None:
    assert teaser(text, limit) == expected


def test_the_version_is_a_number_to_store() -> None:
    assert isinstance(RENDERER_VERSION, int)
