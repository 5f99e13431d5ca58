"""Forms that write: where it goes, who will read it, files, a preview, and nothing lost when it is refused.

HTTP only. A view of a kind:

    form = DiscussionForm()
    draft = compose.begin(form)              # first: it takes the files that came
    compose.place(draft, kind="discussion")  # reads ?groep=, 404 and 403 included
    return compose.answer(draft, "discussions/new.html", save)

where `save() -> address` calls the service with `draft.group`, `draft.audience`, `draft.files.ids`.
For a reply `compose.reply_to(draft, item)` stands in place of `place`, for an edit `compose.rewrite(draft, item)`.
What is being written is kept by the server: see `draft_form` and `drafts`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from forum.access import Action, Reader, audience, require
from forum.access.audience import AudienceLine
from forum.access.current import current_reader
from forum.attachments import form_files
from forum.attachments.form_files import FormFiles
from forum.core import kinds
from forum.core.draft import DraftFor, SavedDraft, name_of
from forum.core.group import Group
from forum.core.item import Item, Reply
from forum.core.kinds import Kind, Posting
from forum.lib import ids, markup
from forum.lib.db import attempt, keep
from forum.lib.errors import Invalid
from forum.lib.forms import LONGEST_BODY, one_line, show
from forum.lib.templating import date, time_of_day
from forum.search.similar import similar
from forum.threads import draft_form, drafts, places, planning, presenting
from forum.threads.cards import with_cards
from forum.threads.drafts import Purpose
from forum.threads.forms import ReplyForm
from forum.threads.rules import LONGEST_TITLE

# Which button was pressed.
POST, PREVIEW, UPLOAD, REMOVE, SAVE = "post", "preview", "upload", "remove", "save"


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
    # What it is for, when it can be kept; what was kept of it; what else was kept for the same place.
    purpose: Purpose | None = None
    saved: SavedDraft | None = None
    others: list[SavedDraft] = field(default_factory=list)
    planned: bool = False

    @property
    def audience(self) -> str | None:
        """The chosen audience, or None for the default of the place."""
        return self.form.audience.data or None if "audience" in self.form else None

    @property
    def posting(self) -> Posting:
        """What a new item needs beside the fields of its form."""
        return Posting(self.audience, self.files.ids, self.form.public_id_for(self.reader.user_id))

    @property
    def concept(self) -> str | None:
        """The signed text with which the form is kept, or None when it cannot be."""
        return draft_form.sign(self.reader, self.purpose) if self.purpose else None

    def name_of(self, draft: SavedDraft) -> str:
        """What to call another draft."""
        return name_of(draft)

    def listed(self, name: str) -> list[str]:
        """What was chosen in a field that is no field of the form: sent now, or kept before."""
        if request.method == "POST":
            return request.form.getlist(name)
        return list(self.saved.fields.get(name, [])) if self.saved else []


def begin(form: FlaskForm) -> Draft:
    """Read what was sent: files (stored now), and which button was pressed. Call it before loading rows."""
    received, errors = form_files.receive_all()
    reader = current_reader()
    draft = Draft(form, reader, FormFiles())
    if request.method == "POST":
        draft.button = _button()
        draft.files = form_files.gather(reader, received, errors)
    return draft


def reply_on_page(item: Item, line: AudienceLine, kept: str | None) -> "Draft | BlankReply":
    """The form for a reply on the page of `item`; `kept` is the public id of the reader's draft of one, with which it is
    filled."""
    if not kept or request.method != "GET":
        return BlankReply(item, line)
    draft = Draft(ReplyForm(formdata=None), current_reader(), FormFiles(), line=line)
    draft.purpose = _reply_on(item, draft.form.submission.data)
    draft.saved = drafts.find_draft(kept, draft.reader, draft.purpose)
    if draft.saved is None:
        return BlankReply(item, line)
    _continue(draft)
    return draft


@dataclass(frozen=True)
class BlankReply:
    """The form for a reply in which nothing was written yet. But for `concept` and `submission` it is the same for everybody
    who may write there, and most are shown what was made for somebody else."""

    item: Item
    line: AudienceLine
    submission: str = field(default_factory=ids.public_id)

    @property
    def concept(self) -> str:
        """As that of a `Draft`."""
        return draft_form.sign(current_reader(), _reply_on(self.item, self.submission))

    def draft(self) -> Draft:
        """All of it."""
        draft = Draft(ReplyForm(formdata=None), current_reader(), FormFiles(), line=self.line)
        draft.purpose = _reply_on(self.item, self.submission)
        return draft


def place(draft: Draft, kind: str) -> None:
    """Set where a new item of `kind` will stand: the group of `?groep=`, or outside groups.

    Raises:
        NotFound: there is no such group for this reader.
        Forbidden: they may not write there.
    """
    draft.group = places.group_at(draft.reader, request.args.get("groep"))
    require(draft.reader, Action.ITEM_CREATE, draft.group)
    draft.kind = kinds.get(kind)
    title = one_line(request.args.get("titel", ""))[:LONGEST_TITLE] if request.method == "GET" else ""
    if title and "title" in draft.form:
        draft.form.title.data = title  # what somebody searched for in vain
    draft.places_url = url_for("threads.choose_place", kind=kind, titel=title or None)
    group = draft.group.public_id if draft.group else None
    _for(draft, Purpose(DraftFor.ITEM, kind, group=group, submission=draft.form.submission.data or ""))
    offer(draft, draft.group)


def reply_to(draft: Draft, item: Item) -> None:
    """The form is for a reply on `item`, which came through the door."""
    _for(draft, _reply_on(item, draft.form.submission.data))


def _reply_on(item: Item, submission: str | None) -> Purpose:
    return Purpose(DraftFor.REPLY, item.kind, item=item.public_id, submission=submission or "")


def rewrite(draft: Draft, item: Item, reply: Reply | None = None) -> None:
    """The form is to write `item`, or `reply` on it, again; they came through the door."""
    _for(
        draft,
        Purpose(DraftFor.EDIT, item.kind, item=item.public_id, reply=reply.public_id if reply else None),
    )


def _for(draft: Draft, purpose: Purpose) -> None:
    draft.purpose = purpose
    if request.method != "GET":
        return
    asked = request.args.get("concept", "")
    if purpose.what == DraftFor.ITEM:
        # A new text begins empty: what was kept before is offered, not forced.
        draft.saved = drafts.find_draft(asked, draft.reader, purpose) if asked.isalnum() else None
        draft.others = [] if draft.saved else drafts.list_for(draft.reader, purpose)
        return
    draft.saved = drafts.find_draft(asked, draft.reader, purpose) if asked.isalnum() else None
    if draft.saved is None:
        draft.saved = next(iter(drafts.list_for(draft.reader, purpose, 1)), None)


def _continue(draft: Draft) -> None:
    """Fill the form with what was kept."""
    if draft.saved is None or draft.purpose is None:
        return
    fallback = draft.form.audience.data if "audience" in draft.form else None
    draft.form.process(
        MultiDict([(name, value) for name, values in draft.saved.fields.items() for value in values])
    )
    if "audience" in draft.form and draft.form.audience.data not in _values(draft.form.audience):
        draft.form.audience.data = fallback
    draft.files = FormFiles(drafts.files_of(draft.reader, draft.saved))
    if draft.purpose.what != DraftFor.EDIT:
        draft.purpose = replace(draft.purpose, submission=draft.form.submission.data or "")


def _values(field: Any) -> list[str]:
    return [value for value, *_rest in field.choices or []]


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
    if request.method == "GET":
        _continue(draft)
    if draft.button == SAVE and not draft.files.errors and (address := _kept(draft)) is not None:
        return redirect(address, 303)
    if request.method == "POST" and draft.button == POST:
        if (address := _saved(draft, save)) is not None:
            if draft.purpose is not None and not draft.planned:
                drafts.forget(draft.reader, draft.purpose)
            return redirect(address, 303)
        keep()  # the uploads; what a service wrote before it refused is undone
        return _page(draft, template, context), 422
    if draft.button == PREVIEW and "body" in draft.form and draft.form.body.data is not None:
        html = markup.render(draft.form.body.data[:LONGEST_BODY]).html
        draft.preview_html = with_cards(draft.reader, [html])[0]
        if "title" in draft.form:
            draft.similar = presenting.short_lines(
                similar(draft.reader, draft.form.title.data or "", context.get("item"))
            )
    for message in draft.files.errors:
        show(Invalid(message, "files"), draft.form)
    return _page(draft, template, context)


def _kept(draft: Draft) -> str | None:
    """Keep the form as a draft, for who pressed the button; gives where to go on, or None: there was nothing."""
    if draft.purpose is None or draft.reader.user_id is None:
        return None
    try:
        kept = drafts.save(
            draft.reader.user_id, draft.purpose, _fields(draft), dict.fromkeys(draft.files.ids)
        )
    except Invalid as error:
        show(error, draft.form)
        return None
    if kept is None:
        flash(_("Er is nog niets om op te slaan. Schrijf eerst iets."))
        return None
    flash(_("Je concept is opgeslagen. Alleen jij ziet het."), "success")
    return url_for("threads.continue_draft", public_id=kept.public_id)


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
            return _plan(draft, draft.purpose, save) if draft.purpose and _later(draft) else save()
    except Invalid as error:
        show(error, draft.form)
        return None


def _later(draft: Draft) -> bool:
    """Whether a new text asks for a later time."""
    if draft.purpose is None or draft.purpose.what != DraftFor.ITEM or "publish_at" not in draft.form:
        return False
    return draft.form.publish_at.data is not None


def _plan(draft: Draft, purpose: Purpose, save: Callable[[], str]) -> str:
    """Keep the form to be posted at the time that it names, after trying whether it could be posted now."""
    closes_on = draft.form.closes_on.data if "closes_on" in draft.form else None
    at = planning.moment(draft.form.publish_at.data, closes_on)
    planning.try_out(save)
    kept = drafts.save(draft.reader.user_id or 0, purpose, _fields(draft), dict.fromkeys(draft.files.ids))
    planning.plan(kept, at, draft.files.ids, draft.group)
    draft.planned = True
    flash(_("Dit wordt geplaatst op %(day)s om %(time)s.", day=date(at), time=time_of_day(at)), "success")
    return url_for("threads.drafts")


def _fields(draft: Draft) -> dict[str, list[str]]:
    """What was sent, and the file of a document that came with this very request."""
    fields = draft_form.sent()
    if "held" in draft.form:
        fields["held"] = [draft.form.held.data or ""]
    return fields


def _page(draft: Draft, template: str, context: dict[str, Any]) -> str:
    return render_template(template, form=draft.form, draft=draft, **context)


def _button() -> str:
    if request.form.get("remove"):
        return REMOVE
    pressed = request.form.get("button", POST)
    return pressed if pressed in (PREVIEW, UPLOAD, SAVE) else POST
