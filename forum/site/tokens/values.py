"""From the value of a token to our own spelling of it, or the reason why it cannot be used.

What comes out is written by us from numbers, known words and plain names: nothing of the text that came in gets through.
"""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from tinycss2 import color4

from forum.site.tokens.names import Sort

LONGEST_FAMILY, MOST_FAMILIES = 60, 8
MOST_PX = 128
# What a browser knows as a sort of letters; written without quotes.
GENERIC = frozenset(
    "serif sans-serif monospace cursive fantasy system-ui ui-serif ui-sans-serif ui-monospace ui-rounded".split()
)
_FAMILY = re.compile(rf"[\w .&+-]{{1,{LONGEST_FAMILY}}}")
_PX = {"px": 1, "rem": 16}
# What it is stands in its `type`, and what else it has follows from that.
Node = Any
Nodes = Sequence[Node]


class Refused(ValueError):
    """The value cannot be used; its text is a sentence for who wrote it."""


def plain(nodes: Nodes) -> list[Node]:
    """`nodes` without spaces and comments."""
    return [node for node in nodes if node.type not in ("whitespace", "comment")]


def written(sort: Sort, nodes: Nodes) -> str:
    """The value of a token of this sort, in our spelling. Raises Refused."""
    return _BY_SORT[sort](plain(nodes))


def _colour(nodes: Nodes) -> str:
    wrong = _("dit is geen kleur die we kennen. Schrijf bijvoorbeeld #14574a of rgb(20 87 74).")
    if len(nodes) != 1 or nodes[0].type not in ("hash", "ident", "function"):
        raise Refused(wrong)
    found: Any = color4.parse_color(nodes[0])
    if found is None or isinstance(found, str) or found.space not in ("srgb", "hsl", "hwb"):
        raise Refused(wrong)
    if found.alpha != 1:
        raise Refused(_("een doorzichtige kleur kan niet, want dan weten we niet of de tekst te lezen is."))
    parts = found.to("srgb").coordinates
    if not all(math.isfinite(part) for part in parts):
        raise Refused(wrong)
    return "#" + "".join(f"{round(min(max(part, 0), 1) * 255):02x}" for part in parts)


def _font(nodes: Nodes) -> str:
    families: list[list[Node]] = [[]]
    for node in nodes:
        if node.type == "literal" and node.value == ",":
            families.append([])
        else:
            families[-1].append(node)
    if len(families) > MOST_FAMILIES:
        raise Refused(_("noem hoogstens %(most)d lettertypen.", most=MOST_FAMILIES))
    names = [_family(family) for family in families]
    if not any(name in GENERIC for name in names):
        names.append("sans-serif")  # for who does not have the others
    return ", ".join(names)


def _family(nodes: Nodes) -> str:
    one_string = len(nodes) == 1 and nodes[0].type == "string"
    if not nodes or not (one_string or all(node.type == "ident" for node in nodes)):
        raise Refused(_("noem alleen lettertypen, met een komma ertussen."))
    name = " ".join(node.value for node in nodes)
    if not one_string and name.lower() in GENERIC:
        return name.lower()
    if not _FAMILY.fullmatch(name) or not name.strip():
        raise Refused(_("in de naam van een lettertype mogen alleen letters, cijfers, spaties en streepjes."))
    return f'"{name}"'


def _size(nodes: Nodes) -> str:
    wrong = _("dit is geen maat die we kennen. Schrijf bijvoorbeeld 8px of 0.5rem, en hoogstens 128px.")
    if len(nodes) != 1:
        raise Refused(wrong)
    [node] = nodes
    if node.type == "number" and node.value == 0:
        return "0"
    if node.type != "dimension" or node.lower_unit not in _PX:
        raise Refused(wrong)
    if not 0 <= node.value * _PX[node.lower_unit] <= MOST_PX:  # false for what is no number
        raise Refused(wrong)
    return f"{round(node.value, 4):g}{node.lower_unit}"


_BY_SORT: dict[Sort, Callable[[Nodes], str]] = {Sort.COLOUR: _colour, Sort.FONT: _font, Sort.SIZE: _size}
