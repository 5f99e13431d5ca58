"""From a token file to the tokens that we use of it, and every line that cannot be used with the reason.

Understood are rules for the whole page (`:root`, or the theme class of a package of the NL Design System), once for light
pages and once for dark ones. A token may refer to another one of the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import tinycss2
from flask_babel import gettext as _

from forum.site.tokens.names import SORTS, Scheme, Sort
from forum.site.tokens.values import Node, Nodes, Refused, plain, written

LONGEST = 300_000
DEEPEST = 10
_WHOLE_PAGE = re.compile(r":root|html|\.[\w-]+-theme")
_DARK_PAGE = re.compile(r"\.[\w-]+-theme--(?:color-scheme-)?dark")
_MEDIA = {
    f"{medium}(prefers-color-scheme:{scheme.value})": scheme
    for medium in ("", "screen and ", "all and ")
    for scheme in Scheme
}


@dataclass(frozen=True, order=True)
class Line:
    """A line that cannot be used, and why."""

    number: int
    reason: str


@dataclass
class Found:
    """What a file says. Letters and sizes hold in both schemes and stand with the light ones."""

    tokens: dict[Scheme, dict[str, str]] = field(default_factory=lambda: {scheme: {} for scheme in Scheme})
    refused: list[Line] = field(default_factory=list)
    unknown: list[Line] = field(default_factory=list)  # names that we do not use: harmless

    def colours(self, scheme: Scheme) -> dict[str, str]:
        """The colours of the file for this scheme."""
        return {name: value for name, value in self.tokens[scheme].items() if SORTS[name] == Sort.COLOUR}


@dataclass(frozen=True)
class _Token:
    name: str
    value: Nodes
    line: int
    scheme: Scheme


def read(text: str) -> Found:
    """What `text` says. Nothing is raised: what cannot be used is in the answer."""
    found = Found()
    tokens = list(_tokens(text, found.refused))
    known: dict[Scheme, dict[str, _Token]] = {scheme: {} for scheme in Scheme}
    for token in tokens:
        known[token.scheme][token.name] = token
    used: set[str] = set()
    for token in (token for token in tokens if token.name in SORTS):
        sort = SORTS[token.name]
        try:
            value = written(sort, _resolved(token, known, used))
        except Refused as error:
            found.refused.append(Line(token.line, f"{token.name}: {error}"))
        else:
            scheme = token.scheme if sort == Sort.COLOUR else Scheme.LIGHT
            found.tokens[scheme][token.name] = value
    found.unknown = [
        Line(token.line, _("%(name)s: deze naam gebruikt de site niet.", name=token.name[:80]))
        for token in tokens
        if token.name not in SORTS and token.name not in used
    ]
    found.refused.sort()
    found.unknown.sort()
    return found


def _tokens(text: str, refused: list[Line]) -> Iterator[_Token]:
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            scheme = _MEDIA.get(_words(rule.prelude))
            if scheme is None:
                reason = _("@media kan hier alleen met (prefers-color-scheme: dark) of light.")
                refused.append(Line(rule.source_line, reason))
                continue
            inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            for inner in inside:
                yield from _of_rule(inner, scheme, refused)
        else:
            yield from _of_rule(rule, Scheme.LIGHT, refused)


def _of_rule(rule: Node, scheme: Scheme, refused: list[Line]) -> Iterator[_Token]:
    if rule.type == "at-rule":
        refused.append(Line(rule.source_line, _("@%(word)s kan hier niet.", word=rule.at_keyword[:40])))
        return
    if rule.type != "qualified-rule":
        reason = _("dit is geen regel van CSS. Zet alle tokens tussen :root { en }.")
        refused.append(Line(rule.source_line, reason))
        return
    selectors = _words(rule.prelude).split(",")
    if all(_DARK_PAGE.fullmatch(selector) for selector in selectors):
        scheme = Scheme.DARK
    elif not all(_WHOLE_PAGE.fullmatch(selector) for selector in selectors):
        reason = _("alleen :root, html of een klasse die op -theme eindigt kan hier.")
        refused.append(Line(rule.source_line, reason))
        return
    for node in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if node.type != "declaration":
            refused.append(
                Line(
                    node.source_line, _("dit is geen token. Schrijf: naam, dubbele punt, waarde, puntkomma.")
                )
            )
        elif not node.name.startswith("--"):
            reason = _("%(name)s: alleen tokens kunnen hier, en die beginnen met --.", name=node.name[:80])
            refused.append(Line(node.source_line, reason))
        elif node.important:
            refused.append(
                Line(
                    node.source_line,
                    _("%(name)s: %(word)s kan hier niet.", name=node.name[:80], word="!important"),
                )
            )
        else:
            yield _Token(node.name, node.value, node.source_line, scheme)


def _resolved(token: _Token, known: dict[Scheme, dict[str, _Token]], used: set[str]) -> Nodes:
    """The value of `token`, that of another one where it refers to it; notes in `used` which. Raises Refused."""
    scheme, value = token.scheme, plain(token.value)
    for _step in range(DEEPEST):
        if len(value) != 1 or value[0].type != "function" or value[0].lower_name != "var":
            return value
        inside = plain(value[0].arguments)
        if len(inside) != 1 or inside[0].type != "ident":
            raise Refused(_("schrijf tussen de haakjes van var() alleen een naam."))
        name = inside[0].value
        other = known[scheme].get(name) or known[Scheme.LIGHT].get(name)
        if other is None:
            raise Refused(_("%(name)s staat niet in het bestand.", name=name[:80]))
        used.add(name)
        value = plain(other.value)
    raise Refused(_("dit verwijst te vaak verder, of naar zichzelf."))


def _words(nodes: Nodes) -> str:
    """A selector or the condition of @media in one spelling; what is not simple becomes a sign that fits nothing."""
    text = ""
    for node in nodes:
        if node.type == "() block":
            text += f"({_words_inside(node.content)})"
        else:
            text += _word(node)
    return re.sub(r"\s*([:,])\s*", r"\1", " ".join(text.split()))


def _words_inside(nodes: Nodes) -> str:
    return "".join(_word(node) for node in nodes).strip()


def _word(node: Node) -> str:
    if node.type in ("whitespace", "comment"):
        return " "
    return str(node.value).lower() if node.type in ("ident", "literal") else "\0"
