"""Keep a secret that must be read again: encrypted, so that who copies the database has nothing."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def seal(text: str, secret_key: str, purpose: str) -> str:
    """`text`, encrypted under the secret key of the site, for one purpose only."""
    return _box(secret_key, purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, secret_key: str, purpose: str) -> str | None:
    """What `seal` was given; None when the key or the purpose is another one, or the text was changed."""
    try:
        return _box(secret_key, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(secret_key: str, purpose: str) -> Fernet:
    # RFC 5869. The secret key has 256 random bits or more (forum/config.py), so it needs no salt.
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret_key.encode())
    return Fernet(urlsafe_b64encode(key))
