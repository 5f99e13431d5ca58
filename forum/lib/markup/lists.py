"""Lists the way people type them, put the way python-markdown wants them.

It asks for a blank line before a list and for four spaces before a list in a list. People give
neither, and other editors do not ask it.
"""

import re

from markdown.preprocessors import Preprocessor

_ITEM = re.compile(r"([ ]*)(?:[-*+]|\d{1,9}\.)[ ]+\S")
_STARTS = re.compile(r"(?:[-*+]|1\.)[ ]")  # CommonMark, too, lets only these follow a line of text
_RULE = re.compile(r"[ ]*([-*_])(?:[ ]*\1){2,}[ ]*")
_STEP = 4


class ListsAsTyped(Preprocessor):
    """Adds the blank line and the spaces. Code, quotes and text outside lists stay as they are."""

    def run(self, lines: list[str]) -> list[str]:
        result: list[str] = []
        open_items: list[int] = []  # how far the items around this line were indented
        in_text = False  # in a paragraph that is not part of a list
        blank = True
        for line in lines:
            words = line.lstrip(" ")
            indent = margin = len(line) - len(words)
            item = _ITEM.match(line) and not _RULE.fullmatch(line)
            if item and in_text and indent < _STEP and _STARTS.match(words):
                result.append("")
                in_text = False
            if not words:
                in_text = False
            elif item and not in_text and (open_items or indent < _STEP):
                while open_items and indent < open_items[-1] + 2:
                    open_items.pop()
                margin = _STEP * len(open_items)
                open_items.append(indent)
            elif blank and open_items and indent:
                margin = max(indent, _STEP * sum(indent >= start + 2 for start in open_items))
            elif blank or not open_items:
                open_items, in_text = [], indent < _STEP or in_text
            result.append(" " * margin + words)
            blank = not words
        return result
