"""Markdown to HTML, by python-markdown. What comes out is not yet safe to show."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from forum.lib.markup import guard, policy
from forum.lib.markup.lists import ListsAsTyped

_HEADING_SHIFT = 2  # the page has h1, the item h2
_LAST = -100

_BARE_SITE = re.compile(r"(?:www\.|(?:[a-z0-9-]{1,63}\.){1,4}nl(?:[/?#]|$))", re.IGNORECASE)


def to_html(source: str, budget: guard.Budget) -> str:
    """HTML of clean Markdown text. Raises TooHard, or whatever python-markdown raises on odd input."""
    # A new converter each time: it keeps state, and threads must not share it.
    converter = Markdown(
        extensions=[
            FencedCodeExtension(),
            # Not `style`, which our CSP forbids; `align` also works in mail.
            TableExtension(use_align_attribute=True),
            SaneListExtension(),
            Nl2BrExtension(),
            _House(budget),
        ]
    )
    return converter.convert(source)


class _House(Extension):
    """Our own rules on top of python-markdown."""

    def __init__(self, budget: guard.Budget) -> None:
        super().__init__()
        self._budget = budget

    def extendMarkdown(self, md: Markdown) -> None:
        # HTML that people type is shown as they typed it. This also keeps `<![` and friends away
        # from an HTML parser that needs quadratic time for them.
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.ESCAPED_CHARS.append("~")
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"(~~)([^~\n]+)~~", "del"), "strike", 65)
        md.parser.blockprocessors.register(_Heading(md.parser), "hashheader", 70)
        md.preprocessors.register(ListsAsTyped(md), "lists", _LAST + 1)
        md.preprocessors.register(_Blocks(md), "guard", _LAST)
        md.parser.blockprocessors.register(_BetweenBlocks(md, self._budget), "budget", 1000)
        md.treeprocessors.register(_Tree(md), "house", _LAST)

    def reset(self) -> None:
        """Nothing is kept between texts."""


class _Blocks(Preprocessor):
    """Runs last, so that it sees the text exactly as the parsers are going to see it."""

    def run(self, lines: list[str]) -> list[str]:
        guard.check_blocks("\n".join(lines))
        return lines


class _Heading(HashHeaderProcessor):
    """A heading has a space after its signs: "#jeugdzorg" is just a word."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ ]+(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")


class _BetweenBlocks(BlockProcessor):
    """Takes no block; it is asked first about each one, and looks at the budget."""

    def __init__(self, md: Markdown, budget: guard.Budget) -> None:
        super().__init__(md.parser)
        self._check = budget.check
        for pattern in md.inlinePatterns:
            for name in ("getCompiledRegExp", "handleMatch"):
                setattr(pattern, name, _checked(getattr(pattern, name), self._check))

    def test(self, parent: Element, block: str) -> bool:
        self._check()
        return False

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Never called: `test` accepts nothing."""


def _checked(method: Callable[..., Any], check: Callable[[], None]) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        check()
        return method(*arguments)

    return call


class _Tree(Treeprocessor):
    """Headings below those of the page, without a gap; pictures of elsewhere become links; "www.x.nl" gets its https."""

    def run(self, root: Element) -> None:
        linked = {id(inner) for link in root.iter("a") for inner in link.iter("img")}
        level = _HEADING_SHIFT
        for element in root.iter():
            if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                # Who listens to a page jumps from heading to heading; a level that is left out sounds as a loss.
                level = min(6, int(element.tag[1]) + _HEADING_SHIFT, level + 1)
                element.tag = f"h{level}"
            elif element.tag == "a" and _BARE_SITE.match(element.get("href", "")):
                element.set("href", f"https://{element.get('href')}")
            elif element.tag == "img" and not element.get("src", "").startswith(policy.PICTURES):
                _as_link(element, id(element) in linked)


def _as_link(picture: Element, inside_link: bool) -> None:
    source, words = picture.get("src", ""), picture.get("alt", "")
    picture.attrib.clear()
    picture.text = words or source
    picture.tag = "span" if inside_link else "a"  # the policy knows no span: only its words stay
    if not inside_link:
        picture.set("href", source)
