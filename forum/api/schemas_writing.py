"""The shapes of what programs write. What a text may be, the services decide; here is what they surely refuse."""

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import RAISE, Schema, fields

from forum.api.fields import Length, Line, ListOf, Moment, OneOf, Text, WholeNumber
from forum.attachments.rules import LONGEST_ALT
from forum.library.replacing import LONGEST_REASON
from forum.polls.rules import FEWEST_OPTIONS, LONGEST_OPTION, MOST_OPTIONS
from forum.statements.models import Choice
from forum.threads.files import MOST_FILES
from forum.threads.rules import LONGEST_BODY, LONGEST_SUMMARY, LONGEST_THEME, LONGEST_TITLE, MOST_THEMES

_AUDIENCES = ["public", "signed_in", "group", "members"]
_TITLE = {"examples": ["Wachttijden in de buurt"]}


def _themes(**kwargs: Any) -> ListOf:
    return ListOf(Line(validate=Length(1, LONGEST_THEME)), validate=Length(max=MOST_THEMES), **kwargs)


def _attachments(description: str, **kwargs: Any) -> ListOf:
    return ListOf(
        Line(validate=Length(1, 20)),
        validate=Length(max=MOST_FILES),
        metadata={"description": description},
        **kwargs,
    )


_NEW_FILES = "Ids of files that you brought with `POST /attachments`."
_ALL_FILES = "Ids of all the files it has from now on: those it keeps, and those that you brought. Others are taken away."


class Body(Schema):
    """What a program sends: nothing that we do not know."""

    error_messages = {
        "unknown": _l("Dit veld is er niet."),
        "type": _l("Dit heeft niet de goede vorm."),
    }

    class Meta:
        unknown = RAISE


class _New(Body):
    group = Line(
        load_default=None,
        allow_none=True,
        validate=Length(1, 80),
        metadata={"description": "The address of the group to write in; left out: outside groups."},
    )
    audience = Line(
        load_default=None,
        allow_none=True,
        validate=OneOf(_AUDIENCES),
        metadata={
            "description": "Outside groups: public or signed_in; in a group: group, in an open one also "
            "members. Left out: the default of the place."
        },
    )
    themes = _themes(load_default=list)


class _NewConversation(_New):
    title = Line(required=True, validate=Length(1, LONGEST_TITLE), metadata=_TITLE)
    body = Text(load_default="", validate=Length(max=LONGEST_BODY), metadata={"description": "Markdown."})
    attachments = _attachments(_NEW_FILES, load_default=list)


class NewDiscussion(_NewConversation):
    """A discussion."""

    kind = Line(required=True, validate=OneOf(["discussion"]))
    body = Text(required=True, validate=Length(1, LONGEST_BODY), metadata={"description": "Markdown."})


class NewStatement(_NewConversation):
    """A statement: the title is the sentence to agree or disagree with."""

    kind = Line(required=True, validate=OneOf(["statement"]))
    closes_at = Moment(load_default=None, allow_none=True, metadata={"description": "Left out: stays open."})


class NewPoll(_NewConversation):
    """A poll: the title is the question, with one choice of several."""

    kind = Line(required=True, validate=OneOf(["poll"]))
    options = ListOf(
        Line(validate=Length(1, LONGEST_OPTION)),
        required=True,
        validate=Length(FEWEST_OPTIONS, MOST_OPTIONS),
        metadata={"uniqueItems": True},
    )
    closes_at = Moment(load_default=None, allow_none=True, metadata={"description": "Left out: stays open."})


class NewDocument(_New):
    """A document: a file, and what it is."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})
    title = Line(
        load_default="",
        validate=Length(max=LONGEST_TITLE),
        metadata={"description": "Left out: made from the name of the file."},
    )
    summary = Line(load_default="", validate=Length(max=LONGEST_SUMMARY))
    group = Line(load_default=None, validate=Length(1, 80))
    audience = Line(load_default=None, validate=OneOf(_AUDIENCES))


class NewFile(Body):
    """A newer file for a document, and why."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})
    reason = Line(
        required=True, validate=Length(1, LONGEST_REASON), metadata={"description": "Why it comes."}
    )


class NewAttachment(Body):
    """A file for an item or a reply."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})
    alt_text = Line(
        load_default="",
        validate=Length(max=LONGEST_ALT),
        metadata={"description": "What is on a picture, in words; of a picture it may not be left out."},
    )


class ItemChange(Body):
    """What to change of an item; what is left out stays as it is."""

    title = Line(
        validate=Length(1, LONGEST_TITLE),
        metadata={**_TITLE, "description": "Of a statement or poll not any more once somebody voted."},
    )
    body = Text(
        validate=Length(max=LONGEST_BODY),
        metadata={"description": "Markdown; not of documents. Of a discussion it may not be empty."},
    )
    summary = Line(validate=Length(max=LONGEST_SUMMARY), metadata={"description": "Documents only."})
    themes = _themes()
    options = ListOf(
        Line(validate=Length(1, LONGEST_OPTION)),
        validate=Length(FEWEST_OPTIONS, MOST_OPTIONS),
        metadata={"uniqueItems": True, "description": "Polls only; not any more once somebody voted."},
    )
    closes_at = Moment(
        allow_none=True,
        metadata={"description": "Statements and polls only, while they are open; null: stays open."},
    )
    attachments = _attachments(f"Not of documents. {_ALL_FILES}")


class NewReply(Body):
    """A reply."""

    body = Text(
        required=True,
        validate=Length(1, LONGEST_BODY),
        metadata={"description": "Markdown.", "examples": ["Bij ons helpt een vast aanspreekpunt."]},
    )
    attachments = _attachments(_NEW_FILES, load_default=list)


class ReplyChange(Body):
    """What to change of a reply; what is left out stays as it is."""

    body = Text(validate=Length(1, LONGEST_BODY), metadata={"description": "Markdown."})
    attachments = _attachments(_ALL_FILES)


class StatementVote(Body):
    """An answer to a statement."""

    choice = Line(required=True, validate=OneOf([choice.value for choice in Choice]))


class PollVote(Body):
    """A choice in a poll."""

    option = WholeNumber(required=True, metadata={"description": "The id of the option."})
