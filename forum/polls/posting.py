"""From a valid form to a new poll: now, or at the time that was asked for."""

from werkzeug.datastructures import MultiDict

from forum.access import Reader
from forum.core.group import Group
from forum.core.kinds import Posting
from forum.lib.closing import end_of
from forum.polls import service
from forum.polls.forms import PollForm
from forum.polls.models import Poll


def restored(_reader: Reader, fields: "MultiDict[str, str]") -> PollForm:
    """The form as it was sent before."""
    return PollForm(formdata=fields)


def post(reader: Reader, form: PollForm, group: Group | None, posting: Posting) -> Poll:
    """The poll that `form` asks for. Raises Forbidden and Invalid as its service."""
    return service.post_poll(
        reader,
        title=form.title.data or "",
        body=form.body.data or "",
        options=form.options.data or "",
        group=group,
        audience=posting.audience,
        theme_names=form.theme_names(),
        attachment_ids=posting.attachment_ids,
        closes_at=end_of(form.closes_on.data),
        public_id=posting.public_id,
    )
