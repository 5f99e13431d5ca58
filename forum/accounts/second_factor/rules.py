"""Pure rules: who must prove more than their mailbox, how long that holds, and which codes are right."""

from datetime import datetime, timedelta

import pyotp

from forum.core.user import Role

# A working day; after that an administrator proves it again before administering.
HOLDS_FOR = timedelta(hours=12)
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
STEP = 30  # seconds; what every app takes for granted (RFC 6238)
DRIFT = 1  # steps that a clock may be off, either way


def is_required(role: Role, has_factor: bool, for_administrators: bool) -> bool:
    """Whether somebody uses the rights of `role` only after a second proof: administrators where the site wants it,
    and every moderator or administrator who has set one up."""
    if role == Role.MEMBER:
        return False
    return has_factor or (role == Role.ADMIN and for_administrators)


def is_fresh(proven_at: datetime | None, now: datetime) -> bool:
    """Whether a proof still holds."""
    return proven_at is not None and proven_at > now - HOLDS_FOR


def is_locked(failures: int, failed_at: datetime | None, now: datetime) -> bool:
    """Whether too many wrong codes were typed to try another one now."""
    return failures >= MOST_FAILURES and failed_at is not None and failed_at > now - LOCKED_FOR


def step_of(code: str, secret: str, now: datetime, after: int) -> int | None:
    """The half minute to which `code` belongs, or None: wrong, too old, or not later than step `after`."""
    app = pyotp.TOTP(secret, interval=STEP)
    current = int(now.timestamp()) // STEP
    for step in range(current - DRIFT, current + DRIFT + 1):
        if step > after and pyotp.utils.strings_equal(app.generate_otp(step), code):
            return step
    return None


def party_of(base_url_host: str | None) -> str | None:
    """The name that passkeys are bound to, or None: browsers make none for a bare number (WebAuthn, 5.1.2)."""
    if not base_url_host or ":" in base_url_host or base_url_host.replace(".", "").isdigit():
        return None
    return base_url_host
