"""The forms of this room."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from forum.lib.forms import BaseForm, longest, required
from forum.search.bets import LONGEST_QUESTION
from forum.search.words import LONGEST_NAME, MOST_NAMES


class WordsForm(BaseForm):
    """Names for one thing."""

    names = StringField(
        _l("Woorden die hetzelfde betekenen"),
        validators=[required(), longest(MOST_NAMES * (LONGEST_NAME + 2))],
    )


class BetForm(BaseForm):
    """A question, and what must stand above its answer."""

    question = StringField(_l("Waar mensen op zoeken"), validators=[required(), longest(LONGEST_QUESTION)])
    link = StringField(_l("Link naar het antwoord"), validators=[required(), longest(400)])
