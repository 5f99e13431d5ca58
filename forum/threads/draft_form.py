"""The part of a form by which it can be kept: who opened it, and for what. HTTP only.

A form holds a signed text, `concept`. Whoever brings it back may keep what they wrote as a draft of the person who
opened that form, also when their session ended meanwhile, and nothing else: nobody reads a draft but its owner, after
signing in (docs/decisions/0015-drafts.md).
"""

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException

from forum.access import Reader
from forum.access.current import current_reader
from forum.core.draft import DraftFor, SavedDraft
from forum.lib.db import keep, undo
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import tidy
from forum.lib.http import same_origin
from forum.threads import drafts
from forum.threads.drafts import Purpose

FIELD = "concept"
OPEN_FOR = 7 * 24 * 60 * 60  # seconds
MOST_FIELDS = 60
# What the site itself puts into a form, and what says which button was pressed.
_NOT_KEPT = frozenset((FIELD, "csrf_token", "next", "button", "remove", "attached", "new_alt"))


def sign(reader: Reader, purpose: Purpose) -> str:
    """The text for the form: who opened it and what it is for."""
    facts = [reader.user_id, purpose.what.value, purpose.kind, purpose.group, purpose.item, purpose.reply]
    return str(_signer().dumps([*facts, purpose.submission]))


def signed() -> tuple[int, Purpose]:
    """Who opened the form that came with this request, and what for.

    Raises:
        NotFound: it was not made here, is too old, comes from another site, or somebody else is signed in now.
    """
    if not same_origin():
        raise NotFound
    try:
        facts = _signer().loads(request.form.get(FIELD, "")[:2000], max_age=OPEN_FOR)
        owner_id, what, kind, group, item, reply, submission = facts
    except (BadData, ValueError, TypeError) as error:
        raise NotFound from error
    reader = current_reader()
    if reader.signed_in and reader.user_id != owner_id:
        raise NotFound
    return owner_id, Purpose(DraftFor(what), kind, group, item, reply, submission)


def sent() -> dict[str, list[str]]:
    """What was written in the form of this request, by field."""
    found = {}
    for name, values in list(request.form.lists())[:MOST_FIELDS]:
        if name not in _NOT_KEPT and not name.startswith("alt-") and len(name) <= 40 and name.isprintable():
            found[name] = [str(tidy(value)) for value in values[:MOST_FIELDS]]
    return found


def attached() -> dict[str, str | None]:
    """The uploads that the form of this request holds, each with the words for a picture if those came along."""
    # Nothing but letters and digits is an id of ours, and PostgreSQL refuses a query that holds a NUL.
    held = [each for each in dict.fromkeys(request.form.getlist("attached")) if each.isalnum()][:100]
    return {each: tidy(request.form.get(f"alt-{each}")) for each in held}


def park() -> SavedDraft | None:
    """Keep what came with a request that is being refused, instead of what that request wrote; None when it is no
    form of ours that can be kept."""
    if request.method != "POST":
        return None
    try:
        if FIELD not in request.form:
            return None
        owner_id, purpose = signed()
        undo()
        draft = drafts.save(owner_id, purpose, sent(), attached())
    except (NotFound, Invalid, HTTPException):  # also: too large, and only read now
        return None
    if draft is not None:
        keep()
    return draft


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="threads.draft")
