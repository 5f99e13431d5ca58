"""Signatures by the convention of Standard Webhooks: HMAC-SHA256 over id, time and body."""

import base64
import hashlib
import hmac

from flask import current_app

PREFIX = "whsec_"


def secret_of(key: str) -> str:
    """The secret of the webhook with this key, as its receiver gets it. It is stored nowhere."""
    made = hmac.new(str(current_app.secret_key).encode(), f"webhook {key}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(made).decode()


def headers(secret: str, message_id: str, seconds: int, body: bytes) -> dict[str, str]:
    """The headers by which a receiver knows that `body` is ours, and not of long ago."""
    signed = b".".join((message_id.encode(), str(seconds).encode(), body))
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{signature}",
    }
