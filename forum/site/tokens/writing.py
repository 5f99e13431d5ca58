"""The style sheet that we make of the tokens of a file: names from our list, values in our spelling, nothing else."""

from forum.site.tokens.names import SORTS, Scheme, Sort
from forum.site.tokens.reading import Found

# Light colours are for paper too, and never for dark pages: what the file does not say of those is ours.
_FOR = {
    Scheme.LIGHT: "@media print,(prefers-color-scheme:light)",
    Scheme.DARK: "@media screen and (prefers-color-scheme:dark)",
}


def style_sheet(found: Found) -> str:
    """The style sheet; empty when the file says nothing that we use."""
    always = {name: value for name, value in found.tokens[Scheme.LIGHT].items() if SORTS[name] != Sort.COLOUR}
    parts = [_rule(always)] if always else []
    for scheme, media in _FOR.items():
        if own := found.colours(scheme):
            parts.append(f"{media}{{{_rule(own)}}}")
    return "\n".join(parts)


def _rule(tokens: dict[str, str]) -> str:
    return f":root{{{''.join(f'{name}:{value};' for name, value in sorted(tokens.items()))}}}"
