"""The forms of this room: shape only, the services judge."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from forum.accounts.roles import LONGEST_REASON
from forum.core.user import Role
from forum.lib.forms import BaseForm, line_field


class RoleForm(BaseForm):
    """The role of somebody on the site."""

    role = RadioField(
        _l("Rol op de site"),
        choices=[
            SelectChoice(Role.MEMBER.value, _l("Geen")),
            SelectChoice(Role.MODERATOR.value, _l("Moderator: beslist over meldingen van misbruik")),
            SelectChoice(Role.ADMIN.value, _l("Beheerder: doet dat ook, en beheert de site en de accounts")),
        ],
    )


class ReasonForm(BaseForm):
    """Why an account is closed or opened again. It stands in the log."""

    reason = line_field(
        _l("Waarom?"),
        most=LONGEST_REASON,
        need=_l("Schrijf kort waarom."),
        description=_l("Dit komt in het logboek. Alleen beheerders van de site lezen het."),
    )
