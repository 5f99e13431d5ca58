"""A program with the token of somebody, as a test client."""

from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.models import ApiToken, Scope
from forum.core.user import User
from forum.lib import ids
from forum.lib.db import db, transaction


def token_of(user: User, scope: Scope = Scope.READ) -> str:
    """A token for `user`, also for who is deactivated: as if it was made before."""
    token = ids.secret()
    with transaction():
        db.session.add(ApiToken(token_digest=ids.digest(token), user_id=user.id, scope=scope))
    return token


def with_token(client: FlaskClient, user: User | None, scope: Scope = Scope.READ) -> FlaskClient:
    """Let `client` send a token of `user` with every request; nobody has none."""
    if user is not None:
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token_of(user, scope)}"
    return client


def program_of(app: Flask, user: User | None, scope: Scope = Scope.READ) -> FlaskClient:
    """A program that acts for `user` (None: for nobody)."""
    return with_token(app.test_client(), user, scope)
