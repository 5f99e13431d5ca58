"""What the rest of the house must know of statements."""

from flask_babel import lazy_gettext as _

from forum.core.kinds import Kind
from forum.statements.models import Statement
from forum.statements.posting import post, restored

KIND = Kind(
    code="statement",
    model=Statement,
    label=_("Stelling"),
    plural=_("Stellingen"),
    icon="kind-statement",
    page="statements.page",
    compose="statements.new",
    edit="statements.edit",
    restored=restored,
    post=post,
)
