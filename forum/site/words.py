"""What the settings and their values are called, in forms and in the log."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.core.item import Audience
from forum.core.setting import GroupMakers, Registration
from forum.site.models import Place

SETTINGS = {
    "name": _l("Naam van de site"),
    "lead": _l("Zin onder het zoekvak"),
    "welcome": _l("Tekst op de voorpagina"),
    "menu": _l("Links in het menu"),
    "language": _l("Taal van de site"),
    "logo": _l("Logo"),
    "logo_dark": _l("Logo voor donkere pagina's"),
    "style": _l("Huisstijl"),
    "registration": _l("Wie mag een account maken?"),
    "registration_domains": _l("Domeinen"),
    "group_makers": _l("Wie mag een groep beginnen?"),
    "audience_outside": _l("Wie leest een bijdrage buiten een groep?"),
    "audience_open_group": _l("Wie leest een bijdrage in een open groep?"),
}
REGISTRATION = {
    Registration.EVERYBODY: _l("Iedereen met een e-mailadres"),
    Registration.DOMAINS: _l("Wie een e-mailadres heeft van een van deze domeinen"),
    Registration.INVITATION: _l("Alleen wie is uitgenodigd"),
}
GROUP_MAKERS = {
    GroupMakers.EVERYBODY: _l("Iedereen met een account"),
    GroupMakers.MANAGERS: _l("Wie al een groep beheert, en beheerders van de site"),
    GroupMakers.ADMINISTRATORS: _l("Alleen beheerders van de site"),
}
OUTSIDE = {
    Audience.PUBLIC: _l("Iedereen, ook zonder account"),
    Audience.SIGNED_IN: _l("Iedereen met een account"),
}
OPEN_GROUP = {
    Audience.GROUP: _l("Iedereen, ook zonder account"),
    Audience.MEMBERS: _l("Leden van de groep"),
}
PLACES = {
    Place.FOOTER: _l("Onderaan elke pagina"),
    Place.MENU: _l("In het menu bovenaan"),
    Place.NOWHERE: _l("Nergens"),
}
LANGUAGES = {"nl": "Nederlands", "en": "English"}
_VALUES: dict[str, dict[str, object]] = {
    "registration": {key.value: word for key, word in REGISTRATION.items()},
    "group_makers": {key.value: word for key, word in GROUP_MAKERS.items()},
    "audience_outside": {key.value: word for key, word in OUTSIDE.items()},
    "audience_open_group": {key.value: word for key, word in OPEN_GROUP.items()},
    "language": dict(LANGUAGES),
}


def of_change(detail: str) -> str:
    """What a line of the log says was changed: "Taal van de site: van Nederlands naar English"."""
    name, *values = detail.split("|")
    word = str(SETTINGS.get(name, name)).rstrip("?")
    if len(values) != 2:
        return word
    before, after = (str(_VALUES.get(name, {}).get(value, value)) or _("niets") for value in values)
    return _("%(setting)s: van “%(before)s” naar “%(after)s”", setting=word, before=before, after=after)
