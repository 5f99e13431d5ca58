"""What the roles of the site are called here."""

from flask_babel import lazy_gettext as _l

from forum.core.user import Role

ROLES = {
    Role.MEMBER: _l("geen"),
    Role.MODERATOR: _l("moderator"),
    Role.ADMIN: _l("beheerder van de site"),
}
