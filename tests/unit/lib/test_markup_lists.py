"""Lists may be typed in the ways people know from other places."""

import re

import pytest

from forum.lib.markup import render


def html(source: str) -> str:
    return re.sub(r"\s*\n\s*", "", render(source).html)


@pytest.mark.parametrize(
    "source",
    [
        "- a\n- b\n  - c\n  - d\n- e",
        "- a\n- b\n   - c\n   - d\n- e",
        "- a\n- b\n    - c\n    - d\n- e",
        "* a\n* b\n\t* c\n\t* d\n* e",
    ],
)
def test_a_list_in_a_list_may_be_indented_by_two_three_or_four(source: str) -> None:
    assert html(source) == "<ul><li>a</li><li>b<ul><li>c</li><li>d</li></ul></li><li>e</li></ul>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "1. a\n   - b\n     - c\n2. d",
            "<ol><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ol>",
        ),
        ("tekst:\n- a\n- b", "<p>tekst:</p><ul><li>a</li><li>b</li></ul>"),
        ("tekst:\n1. a\n2. b", "<p>tekst:</p><ol><li>a</li><li>b</li></ol>"),
        ("in het jaar\n2013. was het", "<p>in het jaar<br>2013. was het</p>"),
        ("- a\nvervolg\n- b", "<ul><li>a<br>vervolg</li><li>b</li></ul>"),
        ("- a\n\n  tweede alinea\n\n- b", "<ul><li><p>a</p><p>tweede alinea</p></li><li><p>b</p></li></ul>"),
        (
            "- a\n\ntekst\n\n  - geen deel van a",
            "<ul><li>a</li></ul><p>tekst</p><ul><li>geen deel van a</li></ul>",
        ),
        ("a\n\n* * *\n\nb", "<p>a</p><hr><p>b</p>"),
        ("- a\n\n---\n\nb", "<ul><li>a</li></ul><hr><p>b</p>"),
        ("a\n\n    - code\n    - code", "<p>a</p><pre><code>- code- code</code></pre>"),
        ("```\n- a\n  - b\n```", "<pre><code>- a- b</code></pre>"),
        ("temperatuur\n-5 graden", "<p>temperatuur<br>-5 graden</p>"),
    ],
)
def test_lists_begin_and_end_where_people_mean_it(source: str, expected: str) -> None:
    assert html(source) == expected
