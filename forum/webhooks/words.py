"""How it went with webhooks, in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.webhooks import rules
from forum.webhooks.models import Delivery, Why

STOPPED = {
    Why.FAILED: _l("Staat uit: het versturen mislukte te vaak."),
    Why.GONE: _l("Staat uit: het andere systeem zei dat het adres niet meer bestaat."),
    Why.RIGHTS: _l("Staat uit: wie de webhook maakte, beheert dit niet meer."),
}
EVENTS = {
    rules.PUBLISHED: _l("nieuw"),
    rules.CHANGED: _l("aangepast"),
    rules.REPLIED: _l("nieuwe reactie"),
    rules.TEST: _l("test"),
}
# What one can be told of, in words: in the order in which it is asked.
CHOICES = {
    rules.PUBLISHED: _l("Nieuwe gesprekken, stellingen, peilingen en documenten"),
    rules.CHANGED: _l("Wat is aangepast"),
    rules.REPLIED: _l("Nieuwe reacties"),
}
_PROBLEMS = {
    "address": _l("het adres is niet op het openbare internet"),
    "tls": _l("het certificaat klopt niet"),
    "timeout": _l("het duurde te lang"),
    "connection": _l("er kwam geen verbinding"),
}


def of_delivery(row: Delivery) -> str:
    """What was sent and how that went: "reactie: aangekomen"."""
    what = EVENTS[row.event]
    if row.done_at:
        return _("%(what)s: aangekomen", what=what)
    if not row.attempts:
        return _("%(what)s: wordt verstuurd", what=what)
    why = _PROBLEMS[row.problem] if row.problem else _("antwoord %(status)s", status=row.status)
    if row.failed_at:
        return _("%(what)s: niet aangekomen, %(why)s", what=what, why=why)
    return _("%(what)s: nog niet aangekomen, %(why)s. We proberen het later weer.", what=what, why=why)
