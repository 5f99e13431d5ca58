"""Web pages: what a reader would see, a line per block."""

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from forum.library.extraction.encoding import decode, read_some
from forum.library.extraction.sink import Sink

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_SPACE = re.compile(r"\s+")
_UNSEEN = frozenset("script style noscript template iframe object svg head".split())
_BLOCKS = frozenset(
    "p div br hr li ul ol dl dt dd table tr section article main aside header footer nav h1 h2 h3 h4 h5 h6 "
    "blockquote pre figure figcaption form fieldset option address details summary".split()
)
_CELLS = frozenset({"td", "th"})


def read(path: Path, sink: Sink) -> None:
    """Send the page to the sink."""
    data = read_some(path, sink)
    charset = _CHARSET.search(data[:4096])
    title, text = page_words(decode(data, charset.group(1).decode("ascii") if charset else None))
    sink.title(title)
    sink.page(text)


def page_words(source: str) -> tuple[str | None, str]:
    """Give (title, visible text) of the HTML."""
    tree = LexborHTMLParser(source)
    heading = tree.css_first("title")
    title = heading.text() if heading else None
    return title, "".join(_walk(tree.body)) if tree.body else ""


def _walk(root: LexborNode) -> list[str]:
    """Give the pieces of text below `root`, with a line end where a block begins and ends.

    Only reading, by hand and without recursion: changing the tree with selectolax while walking through
    it made the process crash, and a page may be nested a million deep.
    """
    pieces: list[str] = []
    node: LexborNode | None = root
    depth = 0
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            # In HTML a line end is a space; ours are put where a block begins and ends.
            pieces.append(_SPACE.sub(" ", node.text_content or ""))
        elif tag in _BLOCKS:
            pieces.append("\n")
        child = None if tag in _UNSEEN or tag.startswith("-") else node.first_child
        if child is not None:
            node, depth = child, depth + 1
            continue
        while node is not None:
            _close(node, pieces)
            if depth == 0:
                return pieces
            if node.next is not None:
                node = node.next
                break
            node, depth = node.parent, depth - 1
    return pieces


def _close(node: LexborNode, pieces: list[str]) -> None:
    if node.tag in _BLOCKS:
        pieces.append("\n")
    elif node.tag in _CELLS:
        pieces.append("\t")
