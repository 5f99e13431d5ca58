"""The forms of moderation."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from forum.lib.forms import BaseForm, body_field
from forum.moderation.models import About, Decision
from forum.moderation.service import LONGEST_REASON
from forum.moderation.subjects import Subject


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
    reason = body_field(_l("Waarom?"), most=LONGEST_REASON, need=_l("Schrijf een reden."))

    def offer(self, subject: Subject) -> None:
        """Offer the decisions that fit: a hidden thing can be restored, a shown one hidden."""
        words = HIDING[subject.about]
        self.decision.choices = [
            (Decision.RESTORE.value, words.restore) if subject.hidden else (Decision.HIDE.value, words.hide),
            (Decision.DISMISS.value, _l("Zo laten: er verandert niets")),
        ]


@dataclass(frozen=True)
class _Words:
    hide: object
    restore: object


_CONTRIBUTION = _Words(
    _l("Verbergen: alleen de beheerders van de groep zien het nog"),
    _l("Terugzetten: iedereen die het mocht lezen, ziet het weer"),
)
HIDING = {
    About.ITEM: _CONTRIBUTION,
    About.REPLY: _CONTRIBUTION,
    About.GROUP: _Words(
        _l("Verbergen: de naam, de beschrijving en de afbeelding gaan weg. De groep blijft bestaan"),
        _l("Terugzetten: de naam, de beschrijving en de afbeelding komen terug"),
    ),
    About.PERSON: _Words(
        _l("Verbergen: de naam en de rest van het profiel gaan weg. Het account blijft bestaan"),
        _l("Terugzetten: de naam en de rest van het profiel komen terug"),
    ),
}
