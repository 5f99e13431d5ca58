"""One typed configuration, read from the environment once at start.

A missing or bad value is a `ConfigError` that says what to set; nothing else in the code reads
`os.environ`.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from forum.lib import strength

ENVIRONMENTS = ("development", "test", "production")
MEBIBYTE = 1024 * 1024
MAKE_ONE = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
SECRET_FILE = "secret.key"  # in the data folder, when SECRET_KEY is not set


class ConfigError(Exception):
    """A setting is missing or wrong. The text says which one and what to do."""


@dataclass(frozen=True)
class ObjectStorage:
    """Where files are when they are not in the data folder. Without a key the machine's own role counts."""

    bucket: str
    prefix: str
    region: str
    endpoint: str | None
    key_id: str | None = field(repr=False)
    secret: str | None = field(repr=False)


@dataclass(frozen=True)
class Scanner:
    """Where the virus scanner listens: a host and a port, or the path of a socket."""

    host: str = ""
    port: int = 0
    path: str | None = None


@dataclass(frozen=True)
class Config:
    """Every setting of the application. Sizes are in bytes, times in seconds. What holds a secret is not shown."""

    environment: str
    data: Path
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    base_url: str
    smtp_url: str | None = field(repr=False)
    mail_from: str
    redis_url: str | None = field(repr=False)
    object_storage: ObjectStorage | None
    shared_index: bool
    scanner: Scanner | None
    upload_limit: int
    demo: bool
    trusted_proxies: int
    second_factor: bool
    security_contact: str
    metrics_folder: Path | None
    metrics_address: tuple[str, int]

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def mail_to_folder(self) -> bool:
        """True when mails go to a local folder with a page to read them, because no server is set."""
        return self.smtp_url is None and not self.production

    def folder(self, name: str) -> Path:
        """A folder for our own files below the data folder; made when it is not there yet."""
        path = self.data / name
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path


def load(environ: Mapping[str, str] | None = None) -> Config:
    """Read the configuration from `environ` (default: the process environment).

    Raises:
        ConfigError: a value is missing or wrong.
    """
    env = os.environ if environ is None else environ
    environment = env.get("KENNISPLEIN_ENV", "development")
    if environment not in ENVIRONMENTS:
        raise ConfigError(f"KENNISPLEIN_ENV must be one of {', '.join(ENVIRONMENTS)}, not '{environment}'.")
    production = environment == "production"
    if production:
        _check_production(env)
    data = Path(env.get("KENNISPLEIN_DATA") or "data").expanduser().resolve()
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError(
            f"The data folder {data} cannot be made ({error.strerror}). Set KENNISPLEIN_DATA."
        ) from error
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        raise ConfigError(
            f"The data folder {data} cannot be written. Give it to who runs this, or mount it anew."
        )
    smtp_url = env.get("SMTP_URL") or None
    base_url = env.get("BASE_URL") or f"http://127.0.0.1:{_port(env)}"
    return Config(
        environment=environment,
        data=data,
        secret_key=_secret_key(env, data, production),
        database_url=_database_url(env, data),
        base_url=base_url.rstrip("/"),
        smtp_url=smtp_url,
        mail_from=env.get("MAIL_FROM") or "Kennisplein <kennisplein@localhost.localdomain>",
        redis_url=_redis_url(env),
        object_storage=_object_storage(env),
        shared_index=_shared_index(env, data),
        scanner=_scanner(env),
        upload_limit=_number(env, "UPLOAD_LIMIT_MB", 50) * MEBIBYTE,
        demo=env.get("KENNISPLEIN_DEMO", "1") != "0",
        trusted_proxies=_number(env, "TRUSTED_PROXIES", 0),
        second_factor=env.get("ADMIN_SECOND_FACTOR", "1" if production else "0") != "0",
        security_contact=_security_contact(env, base_url),
        metrics_folder=_metrics_folder(env),
        metrics_address=_address(env, "METRICS_ADDRESS", "127.0.0.1:9464"),
    )


def _check_production(env: Mapping[str, str]) -> None:
    """What has a default that suits a developer, and must be chosen where people depend on it."""
    if not env.get("KENNISPLEIN_DATA"):
        raise ConfigError("Set KENNISPLEIN_DATA to the folder for everything that is kept.")
    if not env.get("SMTP_URL"):
        raise ConfigError("Set SMTP_URL (smtps://user:password@host:port): people sign in by mail.")
    if not env.get("MAIL_FROM"):
        raise ConfigError("Set MAIL_FROM to the sender: Kennisplein <kennisplein@example.org>")
    address = urlsplit(env.get("BASE_URL") or "")
    if address.scheme != "https" or not address.hostname:
        raise ConfigError("Set BASE_URL to the https:// address of the site.")


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name) or str(default)
    if not value.isascii() or not value.isdigit():
        raise ConfigError(f"{name} must be a whole number, not '{value}'.")
    return int(value)


def _port(env: Mapping[str, str]) -> int:
    return _number(env, "PORT", 8000)


def _security_contact(env: Mapping[str, str], base_url: str) -> str:
    contact = env.get("SECURITY_CONTACT") or f"mailto:security@{urlsplit(base_url).hostname}"
    if not contact.startswith(("mailto:", "https://", "tel:")) or not contact.isprintable():
        raise ConfigError("SECURITY_CONTACT must start with mailto:, https:// or tel:.")
    return contact


def _redis_url(env: Mapping[str, str]) -> str | None:
    url = env.get("REDIS_URL") or None
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigError("REDIS_URL must start with redis://, rediss:// (TLS) or unix://.")
    return url


def _address(env: Mapping[str, str], name: str, default: str) -> tuple[str, int]:
    host, _colon, port = (env.get(name) or default).rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ConfigError(f"{name} must be host:port, such as {default}.")
    return host.strip("[]"), int(port)


def _metrics_folder(env: Mapping[str, str]) -> Path | None:
    """Made here: where it is missing, the library that counts would let every request fail."""
    value = env.get("PROMETHEUS_MULTIPROC_DIR")
    if not value:
        return None
    folder = Path(value)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError(
            f"PROMETHEUS_MULTIPROC_DIR {folder} cannot be made ({error.strerror}). Make it, or set another folder."
        ) from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise ConfigError(
            f"PROMETHEUS_MULTIPROC_DIR {folder} cannot be written. Give it to who runs this, or set another folder."
        )
    return folder


def _database_url(env: Mapping[str, str], data: Path) -> str:
    url = env.get("DATABASE_URL") or f"sqlite:///{data / 'kennisplein.db'}"
    # Hosting providers hand out "postgres://"; SQLAlchemy wants the driver named.
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            url = "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("postgresql+psycopg://", "sqlite:///")):
        raise ConfigError("DATABASE_URL must start with postgresql:// or sqlite:///.")
    return url


def _shared_index(env: Mapping[str, str], data: Path) -> bool:
    wanted = env.get("SEARCH_INDEX") or "local"
    if wanted not in ("local", "shared"):
        raise ConfigError("SEARCH_INDEX must be local (one machine) or shared (several).")
    if wanted == "shared" and not _database_url(env, data).startswith("postgresql"):
        raise ConfigError("SEARCH_INDEX=shared wants PostgreSQL: set DATABASE_URL.")
    return wanted == "shared"


def _scanner(env: Mapping[str, str]) -> Scanner | None:
    url = env.get("CLAMD_URL")
    if not url:
        return None
    parts = urlsplit(url)
    try:
        port = parts.port or 3310
    except ValueError:
        port = 0
    if parts.scheme == "tcp" and parts.hostname and port and parts.path in ("", "/"):
        return Scanner(host=parts.hostname, port=port)
    if parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/"):
        return Scanner(path=parts.path)
    raise ConfigError("CLAMD_URL must be tcp://host:port or unix:///path/of/the/socket.")


def _object_storage(env: Mapping[str, str]) -> ObjectStorage | None:
    url = env.get("STORAGE_URL")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.hostname or parts.query or parts.fragment:
        raise ConfigError("STORAGE_URL must be s3://bucket or s3://bucket/folder.")
    if "@" in parts.netloc:
        raise ConfigError("STORAGE_URL may hold no key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    endpoint = env.get("AWS_ENDPOINT_URL") or None
    if endpoint and not endpoint.startswith(("https://", "http://")):
        raise ConfigError("AWS_ENDPOINT_URL must start with https:// or http://.")
    key_id, secret = env.get("AWS_ACCESS_KEY_ID") or None, env.get("AWS_SECRET_ACCESS_KEY") or None
    if (key_id is None) != (secret is None):
        raise ConfigError("Set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither.")
    return ObjectStorage(
        bucket=parts.netloc,
        prefix=parts.path.strip("/"),
        region=env.get("AWS_REGION") or "eu-central-1",
        endpoint=endpoint,
        key_id=key_id,
        secret=secret,
    )


def _secret_key(env: Mapping[str, str], data: Path, production: bool) -> str:
    key = env.get("SECRET_KEY", "")
    if key:
        if fault := strength.weakness(key, strict=production):
            raise ConfigError(f"SECRET_KEY {fault}. {MAKE_ONE}")
        return key
    if production:
        raise ConfigError(f"Set SECRET_KEY: it signs sessions and links. {MAKE_ONE}")
    path = data / SECRET_FILE
    if not path.exists():
        # Written aside and linked, so that two processes that start together agree on one key.
        aside = data / f".secret.{os.getpid()}"
        aside.write_text(secrets.token_urlsafe(48))
        aside.chmod(0o600)
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        aside.unlink()
    return path.read_text().strip()
