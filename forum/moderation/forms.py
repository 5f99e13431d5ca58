"""The forms of moderation."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from forum.lib.forms import BaseForm, body_field
from forum.moderation.models import Decision
from forum.moderation.service import LONGEST_REASON


class ReportForm(BaseForm):
    reason = body_field(_l("Wat is er mis?"), most=LONGEST_REASON, need=_l("Schrijf kort wat er mis is."))


class HideForm(BaseForm):
    reason = body_field(
        _l("Waarom verberg je dit?"),
        most=LONGEST_REASON,
        need=_l("Schrijf een reden. De schrijver krijgt die te lezen."),
    )


class DecideForm(BaseForm):
    decision = RadioField(_l("Wat doe je?"), validate_choice=False)
    reason = body_field(
        _l("Waarom?"), most=LONGEST_REASON, need=_l("Schrijf een reden. De schrijver krijgt die te lezen.")
    )

    def offer(self, hidden: bool) -> None:
        """Offer the decisions that fit: a hidden thing can be restored, a shown one hidden."""
        self.decision.choices = [
            (Decision.RESTORE.value, _l("Terugzetten: iedereen die het mocht lezen, ziet het weer"))
            if hidden
            else (Decision.HIDE.value, _l("Verbergen: alleen de beheerders van de groep zien het nog")),
            (Decision.DISMISS.value, _l("Zo laten: er verandert niets")),
        ]
