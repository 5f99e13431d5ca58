"""What a reply says, as a quote for another one. Pure: no database, no Flask."""

import re

from flask_babel import gettext as _

LONGEST_QUOTE = 1500
_SIGNS = re.compile(r"([\\`*_\[\]<>~])")


def quote(name: str, address: str, source: str) -> str:
    """Markdown that quotes `source`, the Markdown of a reply by `name` with this lasting address.

    Only their own words: what they quoted themselves is left out. Long texts are cut at a line.
    """
    own = [line for line in source.split("\n") if not line.lstrip().startswith(">")]
    words = _short("\n".join(own).strip() or source.strip())
    said = _("%(name)s schreef", name=_SIGNS.sub(r"\\\1", name))
    lines = [f"[{said}]({address}):", *words.split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _short(words: str) -> str:
    if len(words) <= LONGEST_QUOTE:
        return words
    cut = words[:LONGEST_QUOTE]
    return cut[: max(cut.rfind("\n"), cut.rfind(" "), 1)].rstrip() + " …"
