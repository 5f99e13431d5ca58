"""The form for a new webhook: shape only."""

from flask_babel import lazy_gettext as _l

from forum.lib.forms import OnceForm, line_field
from forum.webhooks.rules import LONGEST_URL


class WebhookForm(OnceForm):
    url = line_field(_l("Adres"), most=LONGEST_URL, need=_l("Vul een adres in."))
