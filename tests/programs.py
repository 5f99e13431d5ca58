"""A program with the token of somebody, as a test client."""

from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.models import ApiToken
from forum.core.user import User
from forum.lib import ids
from forum.lib.db import db, transaction


def token_of(user: User) -> str:
    """A token for `user`, also for who is deactivated: as if it was made before."""
    token = ids.secret()
    with transaction():
        db.session.add(ApiToken(token_digest=ids.digest(token), user_id=user.id))
    return token


def with_token(client: FlaskClient, user: User | None) -> FlaskClient:
    """Let `client` send a token of `user` with every request; nobody has none."""
    if user is not None:
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token_of(user)}"
    return client


def program_of(app: Flask, user: User | None) -> FlaskClient:
    """A program that acts for `user` (None: for nobody)."""
    return with_token(app.test_client(), user)
