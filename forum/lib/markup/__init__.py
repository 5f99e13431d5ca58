"""Markdown that people write, as safe HTML and as plain text. Pure: no Flask, no database."""

from forum.lib.markup.pipeline import RENDERER_VERSION, Rendered, plain, render
from forum.lib.markup.text import from_html, teaser

__all__ = ["RENDERER_VERSION", "Rendered", "from_html", "plain", "render", "teaser"]
