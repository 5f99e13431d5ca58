"""The form of this room."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from forum.lib.forms import BaseForm
from forum.notifications.models import MailWhen


class MailForm(BaseForm):
    """How notifications come by mail."""

    mail = RadioField(
        _l("Wanneer wil je een mail over berichten?"),
        choices=[
            SelectChoice(MailWhen.AT_ONCE.value, _l("Meteen, als iemand reageert")),
            SelectChoice(MailWhen.COLLECTED.value, _l("Een paar keer per werkdag, alles bij elkaar")),
            SelectChoice(MailWhen.NEVER.value, _l("Nooit. Ik kijk zelf op de site")),
        ],
        validate_choice=False,
    )
