"""Who is signed in: Flask-Login on top of our own session table, so that a session can be ended."""

from datetime import timedelta
from typing import Any, NamedTuple

from flask import Flask, current_app, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import String, bindparam, cast, delete, func, select

from forum.access import reader_with
from forum.access.current import current_reader, forget_reader, remember_reader
from forum.accounts import rules
from forum.accounts.jobs import MARK_SEEN
from forum.accounts.models import UserSession
from forum.accounts.second_factor import rules as second_factor
from forum.core.group import Membership
from forum.core.user import Role, User
from forum.lib import clock, content_version, ids
from forum.lib.csrf import csrf as csrf
from forum.lib.db import UtcDateTime, db
from forum.work import queue

LIFETIME = timedelta(days=30)


class SignedIn(UserMixin):
    """What Flask-Login keeps: the person, and the secret of this session instead of their id."""

    def __init__(self, row: UserSession, user: User, token: str) -> None:
        self.session = row
        self.user = user
        self.token = token

    def get_id(self) -> str:
        return self.token

    # What the frame of each page shows.

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def public_id(self) -> str:
        return self.user.public_id

    @property
    def photo(self) -> str | None:
        return self.user.photo


def start(user: User) -> None:
    """Sign `user` in on this browser. Nothing of the cookie from before stays, nor of its session."""
    end()
    cookie.permanent = True
    token = ids.secret()
    browser, system = rules.browser_and_system(request.user_agent.string)
    row = UserSession(
        token_digest=ids.digest(token),
        user_id=user.id,
        expires_at=clock.now() + LIFETIME,
        browser=browser,
        system=system,
    )
    db.session.add(row)
    user.signed_in_at = clock.now()
    login_user(SignedIn(row, user, token))
    forget_reader()


def end() -> None:
    """Sign out on this browser: the row goes, so a copied cookie is worth nothing."""
    if isinstance(signed_in := current_user._get_current_object(), SignedIn):
        token_digest = ids.digest(signed_in.token)
        db.session.execute(delete(UserSession).where(UserSession.token_digest == token_digest))
    logout_user()
    cookie.clear()
    forget_reader()


# The memberships come along, and the mark of the content: every page of somebody who is signed in needs them. Made once:
# that takes longer than answering it.
_MEMBERSHIPS = (
    select(  # door: their own
        func.aggregate_strings(
            cast(Membership.group_id, String)
            + ","
            + cast(Membership.role, String)
            + ","
            + cast(Membership.state, String),
            ";",
        )
    )
    .where(Membership.user_id == UserSession.user_id)
    .correlate(UserSession)
    .scalar_subquery()
)
_FIND = select(UserSession, _MEMBERSHIPS.label("memberships"), content_version.column().label("mark")).where(
    UserSession.token_digest == bindparam("digest"),
    UserSession.expires_at > bindparam("now", type_=UtcDateTime),
)


class _Membership(NamedTuple):
    group_id: int
    role: str
    state: str


def _load(token: str) -> SignedIn | None:
    row = db.session.execute(_FIND, {"digest": ids.digest(token), "now": clock.now()}).one_or_none()
    if row is None or not row.UserSession.user.active:
        return None
    content_version.note(row.mark)
    session, user = row.UserSession, row.UserSession.user
    if session.last_seen_on != clock.now().date():
        queue.later(MARK_SEEN, session_id=session.id)
    proven = not needs_proof(user) or second_factor.is_fresh(session.proven_at, clock.now())
    parts = (each.split(",") for each in (row.memberships or "").split(";") if each)
    memberships = [_Membership(int(group_id), role, state) for group_id, role, state in parts]
    remember_reader(reader_with(user, memberships, proven=proven))
    return SignedIn(session, user, token)


def needs_proof(user: User) -> bool:
    """Whether the role of `user` on the site waits for a second proof, on each browser anew."""
    wanted = current_app.config["KENNISPLEIN"].second_factor
    return second_factor.is_required(Role(user.role), user.second_factor_at is not None, wanted)


login_manager = LoginManager()
login_manager.user_loader(_load)
login_manager.session_protection = None  # the row decides; a phone changes its network all day


def install(app: Flask) -> None:
    """Let `app` know who is signed in, and check the token of every form."""
    login_manager.init_app(app)
    csrf.init_app(app)

    @app.context_processor
    def _context() -> dict[str, Any]:
        return {"reader": current_reader()}
