"""A secret that can be guessed, or was copied from an example, is refused."""

import secrets

import pytest

from forum.lib.strength import weakness


@pytest.mark.parametrize("make", [lambda: secrets.token_urlsafe(48), lambda: secrets.token_hex(32)])
def test_random_ones_are_good(make: "object") -> None:
    for _ in range(300):
        assert weakness(make(), strict=True) is None  # type: ignore[operator]


@pytest.mark.parametrize(
    "secret",
    [
        "kort",
        "x" * 64,
        "ab" * 40,
        "Xk3!9qZw" * 8,
        "change-me-to-32-or-more-random-characters",
        "this is a very long Secret of our own making",
        "dev-secret-key-0123456789-abcdefghijklm",
        "11111111111111112222222222222222333",
    ],
)
def test_weak_ones_are_refused(secret: str) -> None:
    assert weakness(secret, strict=True) is not None


def test_outside_production_only_the_length_counts() -> None:
    assert weakness("x" * 32, strict=False) is None
    assert weakness("x" * 31, strict=False) is not None
