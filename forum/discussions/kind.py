"""What the rest of the house must know of discussions."""

from flask_babel import lazy_gettext as _

from forum.core.kinds import Kind
from forum.discussions.models import Discussion
from forum.discussions.posting import post, restored

KIND = Kind(
    code="discussion",
    model=Discussion,
    label=_("Discussie"),
    plural=_("Discussies"),
    icon="kind-discussion",
    page="discussions.page",
    compose="discussions.new",
    edit="discussions.edit",
    restored=restored,
    post=post,
)
