"""The log of safety as sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forum.access import Action, Reader, require
from forum.administration.words import ROLES
from forum.core.security_event import SecurityEvent
from forum.core.user import Role, User
from forum.lib.db import db
from forum.lib.pages import Page, offset
from forum.site.words import of_change

PER_PAGE = 50
# What stands in the log, with the names of who did it and whom it is about. A room that records another action
# gives it a sentence here; until then the log shows its name in the code.
SENTENCES = {
    "role-given": _l("%(person)s kreeg een rol op de site."),
    "role-changed": _l("%(actor)s veranderde de rol van %(person)s."),
    "deactivated": _l("Het account van %(person)s is gesloten."),
    "address-changed": _l("%(person)s veranderde het e-mailadres van het account."),
    "reopened": _l("%(actor)s opende het account van %(person)s weer."),
    "sessions-ended": _l("%(actor)s logde %(person)s overal uit."),
    "signed-out-elsewhere": _l("%(person)s logde overal uit, behalve in één browser."),
    "token-issued": _l("Een programma kreeg een sleutel van %(person)s."),
    "token-revoked": _l("%(person)s trok de sleutel van een programma in."),
    "webhook-added": _l("%(actor)s maakte een webhook."),
    "webhook-changed": _l("%(actor)s koos wat een webhook vertelt."),
    "webhook-restarted": _l("%(actor)s zette een webhook weer aan."),
    "webhook-removed": _l("%(actor)s verwijderde een webhook."),
    "sign-in-link-printed": _l("Iemand met toegang tot de server maakte een inloglink voor %(person)s."),
    "second-factor-added": _l("%(actor)s stelde extra beveiliging in."),
    "second-factor-removed": _l("%(actor)s haalde extra beveiliging weg."),
    "second-factor-reset": _l("%(actor)s haalde de extra beveiliging van %(person)s weg."),
    "setting-changed": _l("%(actor)s veranderde een instelling."),
    "page-changed": _l("%(actor)s paste een pagina van de site aan."),
    "page-removed": _l("%(actor)s verwijderde een pagina van de site."),
    "theme-merged": _l("%(actor)s voegde twee thema's samen."),
    "search-words-changed": _l("%(actor)s veranderde woorden die hetzelfde betekenen in zoeken."),
    "best-answer-put": _l("%(actor)s zette een antwoord vast boven een zoekvraag."),
    "best-answer-taken-away": _l("%(actor)s haalde een vast antwoord boven een zoekvraag weg."),
    "rights-exported": _l("%(actor)s downloadde het overzicht van rechten."),
}


PROOFS = {"app": _l("Een app met codes."), "passkey": _l("Een passkey.")}


def of_role(detail: str) -> str:
    """ "moderator>admin" in words; a role alone stays one."""
    words = [str(ROLES[Role(role)]) if role in list(Role) else role for role in detail.split(">")]
    if len(words) != 2:
        return words[0]
    return _("van %(before)s naar %(after)s", before=words[0], after=words[1])


# How the detail of an action is said; of others it is shown as it is.
DETAILS: dict[str, Callable[[str], str]] = {
    "setting-changed": of_change,
    "role-given": of_role,
    "role-changed": of_role,
    "rights-exported": lambda _what: "",
    "second-factor-added": lambda what: str(PROOFS.get(what, "")),
    "second-factor-removed": lambda what: str(PROOFS.get(what, "")),
}


@dataclass(frozen=True)
class Line:
    """One thing that happened, in the language of the reader; `detail` may be empty."""

    at: datetime
    sentence: str
    detail: str


def list_lines(reader: Reader, number: int = 1, about: User | None = None) -> Page[Line]:
    """The log, newest first; of one person when `about` is given.

    Raises:
        Forbidden: `reader` is no administrator.
    """
    require(reader, Action.SITE_ADMINISTER)
    of_whom = [SecurityEvent.user_id == about.id] if about else []
    query = (
        select(SecurityEvent)
        .where(*of_whom)
        .order_by(SecurityEvent.id.desc())
        .limit(PER_PAGE)
        .offset(offset(number, PER_PAGE))
    )
    found = db.session.scalars(query).all()
    total = db.session.scalar(select(func.count(SecurityEvent.id)).where(*of_whom)) or 0
    names = _names(found)
    return Page([_line(event, names) for event in found], number, total, PER_PAGE)


def _names(found: Iterable[SecurityEvent]) -> dict[int, str]:
    ids = {number for event in found for number in (event.user_id, event.actor_id) if number}
    # Closed accounts are named too: the log is for administrators, who see every account.
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _line(event: SecurityEvent, names: dict[int, str]) -> Line:
    actor = names.get(event.actor_id or 0) or _("Iemand met toegang tot de server")
    person = names.get(event.user_id or 0) or _("iemand")
    said = SENTENCES.get(event.action)
    sentence = str(said) % {"actor": actor, "person": person} if said else event.action
    say = DETAILS.get(event.action, str)
    return Line(event.at, sentence, say(event.detail))
