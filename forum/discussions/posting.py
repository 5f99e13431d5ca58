"""From a valid form to a new discussion: now, or at the time that was asked for."""

from werkzeug.datastructures import MultiDict

from forum.access import Reader
from forum.core.group import Group
from forum.core.kinds import Posting
from forum.discussions import service
from forum.discussions.forms import DiscussionForm
from forum.discussions.models import Discussion


def restored(_reader: Reader, fields: "MultiDict[str, str]") -> DiscussionForm:
    """The form as it was sent before."""
    return DiscussionForm(formdata=fields)


def post(reader: Reader, form: DiscussionForm, group: Group | None, posting: Posting) -> Discussion:
    """The discussion that `form` asks for. Raises Forbidden and Invalid as its service."""
    return service.start_discussion(
        reader,
        title=form.title.data or "",
        body=form.body.data or "",
        group=group,
        audience=posting.audience,
        theme_names=form.theme_names(),
        attachment_ids=posting.attachment_ids,
        public_id=posting.public_id,
    )
