"""The form of a new poll."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import Optional

from forum.lib.forms import body_field, line_field
from forum.polls.rules import LONGEST_OPTION, MOST_OPTIONS
from forum.threads.forms import ComposeForm


class PollForm(ComposeForm):
    title = line_field(_l("Je vraag"), most=200, need=_l("Schrijf je vraag."))
    options = body_field(
        _l("Antwoorden"),
        most=(LONGEST_OPTION + 2) * (MOST_OPTIONS + 8),
        need=_l("Geef minstens twee antwoorden, elk op een eigen regel."),
    )
    body = body_field(_l("Toelichting"))
    closes_on = DateField(
        _l("Laatste dag om te stemmen"), format=["%Y-%m-%d", "%d-%m-%Y"], validators=[Optional()]
    )
