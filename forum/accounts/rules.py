"""Pure rules of signing in: codes, names, and what a request is still worth."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import datetime, timedelta

VALID_FOR = timedelta(minutes=15)
# A mail that could not be sent for this long is not sent any more: who asked has gone.
SEND_WITHIN = timedelta(hours=1)
MOST_ATTEMPTS = 5
CODE_LENGTH = 6
# Requests for one address in one period. Each gives five guesses at a code of a million.
MOST_REQUESTS = 6
REQUESTS_PERIOD = timedelta(minutes=30)
LONGEST_NAME = 80
LONGEST_ABOUT = 600
# What Dutch names write small between first and last name.
_SMALL = frozenset(
    "van de der den ten ter te het 't in op aan bij tot uit voor en von du la le el al di da dos".split()
)
# What a browser says of itself, the first that fits: many also say that they are another one.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "Chromebook"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
_NO_DIGEST = "0" * 64


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}}"


def shown_code(code: str) -> str:
    """A code as people read it: 123 456."""
    return f"{code[:3]} {code[3:]}"


def code_digest(public_id: str, code: str) -> str:
    """What is stored of a code; salted with its request, so that equal codes do not look equal."""
    return hashlib.sha256(f"{public_id}:{code}".encode()).hexdigest()


def code_from(typed: str | None) -> str | None:
    """The six digits in what somebody typed or pasted ("123-456", "123 456 is je code"), or None."""
    text = unicodedata.normalize("NFKC", typed or "")[:200]
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
    return digits if len(digits) == CODE_LENGTH else None


def is_code(public_id: str, code: str, digest: str | None) -> bool:
    """Whether `code` is the one of `digest`; takes as long when there is no digest."""
    same = hmac.compare_digest(code_digest(public_id, code), digest or _NO_DIGEST)
    return same and digest is not None


def is_open(spent_at: datetime | None, expires_at: datetime, attempts: int, now: datetime) -> bool:
    """Whether a request can still sign somebody in by its code."""
    return spent_at is None and now < expires_at and attempts < MOST_ATTEMPTS


def proposed_name(email: str) -> str:
    """A name made from an address: "jan.de.vries@…" is Jan de Vries. Empty when there is nothing in it."""
    local = email.partition("@")[0].partition("+")[0]
    words = [word for word in re.split(r"[^a-z'-]+", local.lower()) if word.strip("'-")]
    spoken = [_spoken(word, first=place == 0) for place, word in enumerate(words)]
    return " ".join(spoken)[:LONGEST_NAME].strip()


def _spoken(word: str, *, first: bool) -> str:
    word = word.strip("-")
    if len(word) == 1:
        return f"{word.upper()}."
    if word in _SMALL and not first:
        return word
    parts = [part.capitalize() for part in word.split("-") if part]
    return "-".join(parts).replace("Ij", "IJ", 1) if word.startswith("ij") else "-".join(parts)


def browser_and_system(user_agent: str) -> tuple[str, str]:
    """Names by which somebody knows their own browser and device again; empty when we do not know."""
    return _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)


def _first(names: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for sign, name in names if sign in said), "")
