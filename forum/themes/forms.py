"""The form of this room."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from forum.lib.forms import BaseForm, longest, required
from forum.threads.rules import LONGEST_THEME


class MergeForm(BaseForm):
    """Into which theme another one goes."""

    into = StringField(_l("Naam van het thema dat blijft"), validators=[required(), longest(LONGEST_THEME)])
