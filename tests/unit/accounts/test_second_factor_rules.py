"""Who must prove more than their mailbox, and which codes are right."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from forum.accounts.second_factor import rules
from forum.core.user import Role
from forum.lib.sealing import seal, unseal

NOW = datetime(2026, 11, 26, 12, 0, 10, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = int(NOW.timestamp()) // rules.STEP


@pytest.mark.parametrize(
    ("role", "has_factor", "wanted", "required"),
    [
        (Role.ADMIN, False, True, True),
        (Role.ADMIN, True, False, True),
        (Role.ADMIN, False, False, False),
        (Role.MODERATOR, False, True, False),
        (Role.MODERATOR, True, True, True),
        (Role.MEMBER, True, True, False),
    ],
)
def test_who_must_prove_themselves(role: Role, has_factor: bool, wanted: bool, required: bool) -> None:
    assert rules.is_required(role, has_factor, wanted) is required


def test_a_proof_holds_for_half_a_day() -> None:
    assert rules.is_fresh(NOW - rules.HOLDS_FOR + timedelta(seconds=1), NOW)
    assert not rules.is_fresh(NOW - rules.HOLDS_FOR, NOW)
    assert not rules.is_fresh(None, NOW)


@pytest.mark.parametrize(("away", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(away: int, right: bool) -> None:
    code = pyotp.TOTP(SECRET).generate_otp(STEP + away)
    assert rules.step_of(code, SECRET, NOW, after=0) == (STEP + away if right else None)


def test_a_code_works_once_and_no_older_one_after_it() -> None:
    code = pyotp.TOTP(SECRET).generate_otp(STEP)
    assert rules.step_of(code, SECRET, NOW, after=STEP - 1) == STEP
    assert rules.step_of(code, SECRET, NOW, after=STEP) is None
    assert rules.step_of(pyotp.TOTP(SECRET).generate_otp(STEP - 1), SECRET, NOW, after=STEP) is None


@pytest.mark.parametrize(
    ("host", "party"),
    [
        ("forum.gemeente.nl", "forum.gemeente.nl"),
        ("localhost", "localhost"),
        ("127.0.0.1", None),
        ("::1", None),
        (None, None),
    ],
)
def test_passkeys_need_a_name(host: str | None, party: str | None) -> None:
    assert rules.party_of(host) == party


def test_a_sealed_secret_opens_for_its_key_and_purpose_only() -> None:
    sealed = seal(SECRET, "k" * 32, "one")
    assert SECRET not in sealed
    assert unseal(sealed, "k" * 32, "one") == SECRET
    assert unseal(sealed, "k" * 32, "other") is None
    assert unseal(sealed, "j" * 32, "one") is None
    assert unseal("rommel", "k" * 32, "one") is None
