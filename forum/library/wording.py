"""What people read about a file: what it is, how large, and why there is no text."""

from datetime import date as date_of_calendar
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from forum.lib import clock, freshness
from forum.lib.templating import date
from forum.library import rules
from forum.library.extraction.outcome import Reason
from forum.library.models import Document, ExtractionState
from forum.library.rules import Validity
from forum.storage.known import BY_MEDIA_TYPE

TRUNCATED = "truncated"
# As much as stands on the sheet in a list.
_LONGEST_TYPE = 5
# The labels of forum.storage.known that are words; the others are names, the same in every language.
_WORDS = {
    "Bestand": _l("Bestand"),
    "Tekst": _l("Tekst"),
    "E-mail": _l("E-mail"),
    "OpenDocument-tekst": _l("OpenDocument-tekst"),
    "OpenDocument-rekenblad": _l("OpenDocument-rekenblad"),
    "OpenDocument-presentatie": _l("OpenDocument-presentatie"),
    "OpenDocument-tekening": _l("OpenDocument-tekening"),
}


def type_name(document: Document) -> str:
    """A short name of the type: "PDF", "Word", "PPTX"."""
    if len(document.type_label) <= _LONGEST_TYPE:
        return _type_word(document)
    known = BY_MEDIA_TYPE.get(document.media_type)
    return known.extension.upper() if known else document.type_label[:_LONGEST_TYPE]


def _type_word(document: Document) -> str:
    return type_word(document.type_label)


def type_word(label: str) -> str:
    """A type as people call it, in their language."""
    return str(_WORDS.get(label, label))


def facts(document: Document) -> str:
    """Type and length: "PDF, 12 pagina's"."""
    name, count = _type_word(document), document.page_count
    if not count:
        return name
    if document.page_kind == "page":
        return ngettext("%(type)s, %(num)s pagina", "%(type)s, %(num)s pagina's", count, type=name)
    if document.page_kind == "slide":
        return ngettext("%(type)s, %(num)s dia", "%(type)s, %(num)s dia's", count, type=name)
    if document.page_kind == "sheet":
        return ngettext("%(type)s, %(num)s werkblad", "%(type)s, %(num)s werkbladen", count, type=name)
    return name


def in_line(document: Document) -> str:
    """What a list says of the file: type and length, and since when it is another one than before."""
    said = [facts(document)]
    if document.version > 1:
        before = _("was v%(number)s, %(day)s", number=document.version - 1, day=date(document.version_at))
        said.append(before)
    if mark := standing(document):
        said.append(mark)
    return " · ".join(said)


def holds(document: Document) -> Validity:
    """Whether it holds today."""
    today = clock.local(clock.now()).date()
    if (
        document.review_on is not None
        and document.validity == Validity.CURRENT
        and document.review_on > today
    ):
        freshness.until(midnight_of(document.review_on))
    return rules.holds(Validity(document.validity), document.review_on, today)


def midnight_of(day: date_of_calendar) -> datetime:
    """When `day` begins in the Netherlands."""
    return datetime(day.year, day.month, day.day, tzinfo=clock.AMSTERDAM)


def standing(document: Document) -> str:
    """One or two words: whether it holds, and whether a manager looked at it. Nothing for most documents."""
    validity = holds(document)
    if validity == Validity.EXPIRED:
        return _("vervallen")
    if validity == Validity.REVIEW:
        return _("te herzien")
    return _("nagekeken") if document.verified_at is not None else ""


def page_name(document: Document, number: int) -> str:
    """How page `number` is called; nothing for a text without pages."""
    if document.page_kind == "page":
        return _("Pagina %(number)s", number=number)
    if document.page_kind == "slide":
        return _("Dia %(number)s", number=number)
    if document.page_kind == "sheet":
        return _("Werkblad %(number)s", number=number)
    return ""


def page_title(document: Document, number: int, text: str) -> str:
    """As `page_name`; a sheet with the name that it has in the file, which its text begins with."""
    name, own = page_name(document, number), text.partition("\n")[0].strip()
    if document.page_kind == "sheet" and own:
        return _("%(sheet)s: %(name)s", sheet=name, name=own[:80])
    return name


def not_all_seen(document: Document, most: int) -> str:
    """That only the first pages are there as pictures; nothing for a document that has no more."""
    if document.page_kind != "page" or document.page_count <= most or document.type_label != "PDF":
        return ""
    return _(
        "De eerste %(most)s pagina's zie je zoals ze zijn. Van de pagina's daarna staat hier de tekst.",
        most=most,
    )


def state(document: Document) -> str:
    """One sentence about the text of the file; nothing when all is well."""
    if document.extraction_state == ExtractionState.PENDING:
        return _("We lezen de tekst van dit bestand. Daarna kun je erin zoeken.")
    if document.extraction_reason == TRUNCATED:
        return _("Dit bestand is heel groot of deels beschadigd. Je kunt een deel van de tekst doorzoeken.")
    if document.extraction_state == ExtractionState.FAILED:
        return why(document.extraction_reason)
    return ""


def why(reason: str) -> str:
    """Why there is no text, and what to do about it."""
    return {
        Reason.ENCRYPTED: _(
            "Dit bestand zit achter een wachtwoord. Daarom kunnen we de tekst niet lezen. "
            "Upload een versie zonder wachtwoord als anderen het moeten vinden."
        ),
        Reason.SCANNED: _(
            "Dit bestand is een scan zonder tekst. Je kunt het wel downloaden, maar niet op de inhoud zoeken. "
            "Heb je een versie met tekst? Upload die dan."
        ),
        Reason.DAMAGED: _(
            "Dit bestand is beschadigd. We kunnen de tekst niet lezen. "
            "Opent het bij jou nog goed? Sla het dan opnieuw op en upload het nog een keer."
        ),
        Reason.UNKNOWN_TYPE: _(
            "Van dit soort bestand kunnen we de tekst niet lezen. Je kunt het wel downloaden. "
            "Upload een pdf als anderen op de inhoud moeten zoeken."
        ),
        Reason.TOO_LARGE: _(
            "Dit bestand is te groot om de tekst te lezen. Je kunt het wel downloaden. "
            "Splits het in delen als anderen op de inhoud moeten zoeken."
        ),
        Reason.TIMEOUT: _(
            "Het lezen van de tekst duurde te lang. Je kunt het bestand wel downloaden. "
            "Splits het in delen als anderen op de inhoud moeten zoeken."
        ),
        Reason.EMPTY: _("In dit bestand staat geen tekst. Je kunt het wel downloaden."),
    }.get(Reason(reason) if reason in list(Reason) else Reason.DAMAGED, "")
