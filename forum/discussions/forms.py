"""The form of a discussion."""

from flask_babel import lazy_gettext as _l

from forum.lib.forms import body_field
from forum.threads.forms import ComposeForm


class DiscussionForm(ComposeForm):
    """A new discussion, or one that is written again."""

    body = body_field(_l("Tekst"), need=_l("Schrijf eerst je tekst."))
