"""From a valid form to a new statement: now, or at the time that was asked for."""

from werkzeug.datastructures import MultiDict

from forum.access import Reader
from forum.core.group import Group
from forum.core.kinds import Posting
from forum.lib.closing import end_of
from forum.statements import service
from forum.statements.forms import StatementForm
from forum.statements.models import Statement


def restored(_reader: Reader, fields: "MultiDict[str, str]") -> StatementForm:
    """The form as it was sent before."""
    return StatementForm(formdata=fields)


def post(reader: Reader, form: StatementForm, group: Group | None, posting: Posting) -> Statement:
    """The statement that `form` asks for. Raises Forbidden and Invalid as its service."""
    return service.post_statement(
        reader,
        title=form.title.data or "",
        body=form.body.data or "",
        group=group,
        audience=posting.audience,
        theme_names=form.theme_names(),
        attachment_ids=posting.attachment_ids,
        closes_at=end_of(form.closes_on.data),
        public_id=posting.public_id,
    )
