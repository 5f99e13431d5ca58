"""Random names: public ids that tell nothing, and secrets that cannot be guessed."""

import hashlib
import secrets

# No vowels (no accidental words), no 0/o or 1/l: an id can be read aloud from a poster.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
PUBLIC_ID_LENGTH = 12


def public_id() -> str:
    """A random id of 12 characters (57 bits): not sequential, safe in an address."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


def public_id_from(digest: bytes) -> str:
    """The public id that belongs to `digest` (16 bytes or more, as good as random): always the same one."""
    number = int.from_bytes(digest[:16], "big")
    signs = []
    for _ in range(PUBLIC_ID_LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[place])
    return "".join(signs)


def secret() -> str:
    """A random token of 43 characters (256 bits), safe in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a secret: its SHA-256. A token has 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
