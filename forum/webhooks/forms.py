"""The form for a new webhook: shape only."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from forum.lib.forms import OnceForm, line_field
from forum.webhooks.rules import LONGEST_URL
from forum.webhooks.words import CHOICES


class WebhookForm(OnceForm):
    url = line_field(_l("Adres"), most=LONGEST_URL, need=_l("Vul een adres in."))
    events = SelectMultipleField(
        _l("Wat wil je vertellen?"),
        choices=[SelectChoice(event, word) for event, word in CHOICES.items()],
        default=list(CHOICES),
        option_widget=CheckboxInput(),
        validate_choice=False,  # what may be chosen is a rule
    )
