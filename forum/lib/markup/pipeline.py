"""From what people type to what the site shows. Never raises, never takes long, never unsafe."""

from dataclasses import dataclass

from forum.lib.markup import convert, guard, sanitise, text

# Goes up when the same source gives other HTML, so that stored HTML can be made again.
RENDERER_VERSION = 1


@dataclass(frozen=True)
class Rendered:
    """`html` is safe to show as it is; `text` is for search and teasers; `degraded` says that the
    Markdown was too much and is shown as it was typed."""

    html: str
    text: str
    degraded: bool


def render(source: str) -> Rendered:
    """HTML and plain text of Markdown. Takes any string and raises nothing."""
    source = text.clean(source)
    try:
        guard.check_source(source)
        unsafe = convert.to_html(source, guard.Budget())
        guard.check_html(unsafe)
        html, degraded = sanitise.by_bleach(unsafe), False
    # Any fault of the two libraries (RecursionError among them) costs a text its layout, not the
    # writer their text; what follows is safe without them.
    except Exception:  # noqa: BLE001
        html, degraded = text.to_html(source), True
    html = _gate(html)
    return Rendered(html=html, text=source.strip() if degraded else text.from_html(html), degraded=degraded)


def plain(source: str) -> str:
    """The words of Markdown, without its signs."""
    return render(source).text


def _gate(html: str) -> str:
    gated = sanitise.by_nh3(html)
    if text.has_unwanted(gated):
        # They stood there as &#2; or so. Taking them out may join what they kept apart: once more.
        gated = sanitise.by_nh3(text.clean(gated))
    return gated.strip()
