"""`Idempotency-Key`: the same request sent twice makes one thing, and gets the same answer."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import request
from flask_babel import gettext as _
from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError

from forum.access import Reader
from forum.api.models import MadeOnce
from forum.lib import clock, ids
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden, Invalid

HEADER = "Idempotency-Key"
LONGEST_KEY = 200
PATTERN = "^[!-~]+$"
_KEY = re.compile(rf"[!-~]{{1,{LONGEST_KEY}}}")
KEPT = timedelta(days=1)


def once(reader: Reader, asked: Any, make: Callable[[], str]) -> str:
    """The public id that `make` gives; that of an earlier request when this one has the same key.

    `asked` is all that the body held, as JSON would have it. Without the header everything is made anew.

    Raises:
        Invalid: the key is too long, or it came before with something else.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return make()
    if not _KEY.fullmatch(key):
        raise Invalid(_("Dit heeft niet de goede vorm."), HEADER)
    if reader.user_id is None:
        raise Forbidden
    facts = json.dumps([request.method, request.path, asked], sort_keys=True, default=str)
    row = MadeOnce(
        user_id=reader.user_id,
        key_digest=ids.digest(key),
        asked_digest=hashlib.sha256(facts.encode()).hexdigest(),
    )
    before = _before(row) or _add(row)
    if before is None:
        row.made = make()
        return row.made
    if before.asked_digest != row.asked_digest:
        raise Invalid(_("Deze sleutel hoort bij een ander verzoek. Gebruik een nieuwe."), HEADER)
    return before.made


def _before(row: MadeOnce) -> MadeOnce | None:
    same = (MadeOnce.user_id == row.user_id, MadeOnce.key_digest == row.key_digest)
    return db.session.scalars(select(MadeOnce).where(*same)).one_or_none()


def _add(row: MadeOnce) -> MadeOnce | None:
    """Add `row`; if the same request got in between, give its row."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        return _before(row)
    return None


def forget_old() -> None:
    """Forget the keys of more than a day ago."""
    old = MadeOnce.created_at < clock.now() - KEPT
    found = db.session.scalar(select(exists().where(old)))
    db.session.rollback()
    if found:
        with transaction():
            db.session.execute(delete(MadeOnce).where(old))
