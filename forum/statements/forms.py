"""The form of a new statement."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import Optional

from forum.lib.forms import body_field, line_field
from forum.statements.rules import LONGEST
from forum.threads.forms import ComposeForm


class StatementForm(ComposeForm):
    title = line_field(
        _l("De stelling"),
        most=LONGEST,
        need=_l("Schrijf de stelling: één zin waar je het mee eens of oneens kunt zijn."),
    )
    body = body_field(_l("Toelichting"))
    closes_on = DateField(
        _l("Laatste dag om te stemmen"), format=["%Y-%m-%d", "%d-%m-%Y"], validators=[Optional()]
    )
