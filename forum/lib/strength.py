"""Whether a secret could be guessed."""

import math
from collections import Counter

SHORTEST = 32
LEAST_BITS = 96.0
# What stands in examples, in ours and in those of others: a secret that holds one of these was copied.
_EXAMPLES = (
    "change", "changeme", "wijzig", "secret", "geheim", "example", "voorbeeld", "password", "wachtwoord", "insecure",
    "default", "replace", "vervang", "random-characters", "your-", "kennisplein", "development", "django", "flask",
    "0123456789", "abcdefgh", "qwerty", "deadbeef",
)  # fmt: skip


def weakness(secret: str, *, strict: bool) -> str | None:
    """What is wrong with `secret`, as the end of a sentence, or None. Only `strict` looks at more than its length."""
    if len(secret) < SHORTEST:
        return f"is too short: {SHORTEST} or more characters are needed"
    if not strict:
        return None
    small = secret.lower()
    if any(example in small for example in _EXAMPLES):
        return "looks like the value of an example"
    if _repeats(secret) or _bits(secret) < LEAST_BITS:
        return "can be guessed: it says the same too often"
    return None


def _repeats(secret: str) -> bool:
    """Whether it is one shorter text, several times."""
    return secret in (secret + secret)[1:-1]


def _bits(secret: str) -> float:
    """How much its characters surprise, by how often each stands in it (Shannon)."""
    counts = Counter(secret).values()
    return -sum(count * math.log2(count / len(secret)) for count in counts)
