"""The examples of CommonMark and GFM do no harm; how many differ is written in docs/markdown.md."""

from pathlib import Path

from forum.lib.markup import render
from tests.corpus import needs_corpus
from tests.harmless import faults
from tests.markdown_differences import as_table, list_examples

DOC = Path(__file__).resolve().parents[3] / "docs" / "markdown.md"


@needs_corpus
def test_every_example_is_rendered_without_a_leak() -> None:
    examples = list_examples("commonmark-spec", "gfm-spec", "gfm-extensions", "gfm-regression")
    assert len(examples) > 1200
    for example in examples:
        rendered = render(example["markdown"])
        assert faults(rendered.html) == [], example


@needs_corpus
def test_ordinary_examples_keep_their_layout() -> None:
    degraded = [e for e in list_examples("commonmark-spec", "gfm-spec") if render(e["markdown"]).degraded]
    assert len(degraded) <= 3


@needs_corpus
def test_the_whole_specification_as_one_text_is_over() -> None:
    text = "\n\n".join(example["markdown"] for example in list_examples("commonmark-spec"))
    assert faults(render(text).html) == []


@needs_corpus
def test_the_list_of_differences_is_true() -> None:
    assert as_table() in DOC.read_text(), "run: python -m tests.markdown_differences"
