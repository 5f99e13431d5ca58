"""Forms that write: where it goes, who will read it, files, a preview, and nothing lost when it is refused.

HTTP only. A view of a kind:

    form = DiscussionForm()
    draft = compose.begin(form)              # first: it takes the files that came
    compose.place(draft, kind="discussion")  # reads ?groep=, 404 and 403 included
    return compose.answer(draft, "discussions/new.html", save)

where `save() -> address` calls the service with `draft.group`, `draft.audience`, `draft.files.ids`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forum.access import Action, Reader, audience, require
from forum.access.audience import AudienceLine
from forum.access.current import current_reader
from forum.attachments import form_files
from forum.attachments.form_files import FormFiles
from forum.core import kinds
from forum.core.group import Group
from forum.core.kinds import Kind
from forum.lib import markup
from forum.lib.db import attempt, keep
from forum.lib.errors import Invalid
from forum.lib.forms import LONGEST_BODY, show
from forum.search.similar import similar
from forum.threads import places, presenting

# Which button was pressed.
POST, PREVIEW, UPLOAD, REMOVE = "post", "preview", "upload", "remove"


@dataclass
class Draft:
    """A form that is being written, with all that its template needs beside its fields."""

    form: FlaskForm
    reader: Reader
    files: FormFiles
    button: str = POST
    group: Group | None = None
    kind: Kind | None = None
    places_url: str | None = None
    # What stands above the button: one sentence, or one at each choice of the form's `audience`.
    line: AudienceLine | None = None
    preview_html: str | None = None
    # What is there already that looks like it, beside the preview.
    similar: list[SimpleNamespace] = field(default_factory=list)
    limit: int = field(default_factory=form_files.limit)

    @property
    def audience(self) -> str | None:
        """The chosen audience, or None for the default of the place."""
        return self.form.audience.data or None if "audience" in self.form else None


def begin(form: FlaskForm) -> Draft:
    """Read what was sent: files (stored now), and which button was pressed. Call it before loading rows."""
    received, errors = form_files.receive_all()
    reader = current_reader()
    draft = Draft(form, reader, FormFiles())
    if request.method == "POST":
        draft.button = _button()
        draft.files = form_files.gather(reader, received, errors)
    return draft


def blank(form: FlaskForm, line: AudienceLine) -> Draft:
    """A form that nobody filled in yet, on a page that shows something else first."""
    return Draft(form, current_reader(), FormFiles(), line=line)


def place(draft: Draft, kind: str) -> None:
    """Set where a new item of `kind` will stand: the group of `?groep=`, or outside groups.

    Raises:
        NotFound: there is no such group for this reader.
        Forbidden: they may not write there.
    """
    draft.group = places.group_at(draft.reader, request.args.get("groep"))
    require(draft.reader, Action.ITEM_CREATE, draft.group)
    draft.kind = kinds.get(kind)
    draft.places_url = url_for("threads.choose_place", kind=kind)
    offer(draft, draft.group)


def offer(draft: Draft, group: Group | None, chosen: str | None = None) -> None:
    """Give the form the audiences that fit in `group`, each with its own sentence and real number."""
    fitting = audience.choices(group)
    lines = [(each.value, audience.describe(each, group)) for each in fitting]
    draft.line = lines[0][1]
    if "audience" not in draft.form:
        return
    if len(lines) == 1:
        # Nothing to choose: what a forged form says is for the service to refuse.
        draft.form.audience.choices = [(lines[0][0], lines[0][1].sentence)]
    else:
        draft.line = None
        draft.form.audience.choices = [(value, line.sentence) for value, line in lines]
    if request.method == "GET" or not draft.form.audience.data:
        fits = chosen in [value for value, _line in lines]
        draft.form.audience.data = chosen if fits else lines[0][0]


def answer(draft: Draft, template: str, save: Callable[[], str], **context: Any) -> ResponseReturnValue:
    """Show the form; or preview it, take files, or save and go to the address that `save` gives.

    A refusal shows the form again (422) with what was typed, and keeps the files that came with it.
    """
    if request.method == "POST" and draft.button == POST:
        if (address := _saved(draft, save)) is not None:
            return redirect(address, 303)
        keep()  # the uploads; what a service wrote before it refused is undone
        return _page(draft, template, context), 422
    if draft.button == PREVIEW and draft.form.body.data is not None:
        draft.preview_html = markup.render(draft.form.body.data[:LONGEST_BODY]).html
        if "title" in draft.form:
            draft.similar = presenting.short_lines(
                similar(draft.reader, draft.form.title.data or "", context.get("item"))
            )
    for message in draft.files.errors:
        show(Invalid(message, "files"), draft.form)
    return _page(draft, template, context)


def _saved(draft: Draft, save: Callable[[], str]) -> str | None:
    valid = draft.form.validate()
    for message in draft.files.errors:
        show(Invalid(message, "files"), draft.form)
    if draft.files.wordless:
        message = _(
            "Vertel bij elke afbeelding kort wat erop staat. Dan begrijpt ook iemand die niet kan zien wat het is."
        )
        show(Invalid(message, "files"), draft.form)
    if not valid or draft.files.errors or draft.files.wordless:
        return None
    try:
        with attempt():
            return save()
    except Invalid as error:
        show(error, draft.form)
        return None


def _page(draft: Draft, template: str, context: dict[str, Any]) -> str:
    return render_template(template, form=draft.form, draft=draft, **context)


def _button() -> str:
    if request.form.get("remove"):
        return REMOVE
    pressed = request.form.get("button", POST)
    return pressed if pressed in (PREVIEW, UPLOAD) else POST
