"""Numbers and dates are written as the reader writes them."""

from datetime import UTC, datetime

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale, ngettext

from forum.lib import templating
from forum.mail.rendering import EXTENSION

TEMPLATE = '{{ ngettext("%(num)s lid", "%(num)s leden", count) }}'


@pytest.mark.parametrize(
    ("locale", "count", "words"),
    [
        ("nl", 1, "1 lid"),
        ("nl", 999, "999 leden"),
        ("nl", 1250, "1.250 leden"),
        ("en", 1, "1 member"),
        ("en", 1250, "1,250 members"),
    ],
)
def test_a_number_in_a_sentence(app: Flask, locale: str, count: int, words: str) -> None:
    with app.test_request_context("/"), force_locale(locale):
        assert ngettext("%(num)s lid", "%(num)s leden", count) == words
        assert render_template_string(TEMPLATE, count=count) == words
        mail = app.extensions[EXTENSION].from_string(TEMPLATE)
        assert mail.render(count=count) == words


def test_what_is_filled_in_is_escaped(app: Flask) -> None:
    with app.test_request_context("/"):
        template = '{{ ngettext("%(num)s %(what)s", "%(num)s %(what)s", 2, what="<b>") }}'
        assert render_template_string(template) == "2 &lt;b&gt;"


@pytest.mark.parametrize(
    ("locale", "day", "size"), [("nl", "3 maart 2019", "1,5 MB"), ("en", "3 March 2019", "1.5 MB")]
)
def test_dates_and_sizes(app: Flask, locale: str, day: str, size: str) -> None:
    with app.test_request_context("/"), force_locale(locale):
        assert templating.date(datetime(2019, 3, 3, 12, tzinfo=UTC)) == day
        assert templating.size(1_572_864) == size
