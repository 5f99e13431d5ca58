"""Handing a message to a mail server."""

import logging
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from forum.config import ConfigError

log = logging.getLogger(__name__)
TIMEOUT = 20.0
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PERMANENT = 500


class TryAgain(Exception):
    """The mail could not be sent now. Raised out of a job, it makes the outbox try again later."""


@dataclass(frozen=True)
class Server:
    """A mail server from SMTP_URL: smtps:// speaks TLS from the start, smtp+starttls:// must change to
    it, smtp:// is plain, for a relay on the same machine or network."""

    scheme: str
    host: str
    port: int
    user: str | None
    password: str

    def open(self) -> smtplib.SMTP:
        """Connect, with TLS and log in where asked. Certificates are checked."""
        safe = ssl.create_default_context()
        connection: smtplib.SMTP
        if self.scheme == "smtps":
            connection = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=safe)
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        try:
            if self.scheme == "smtp+starttls":
                connection.starttls(context=safe)
            if self.user:
                connection.login(self.user, self.password)
        except BaseException:
            connection.close()
            raise
        return connection


def server_from(url: str) -> Server:
    """Read SMTP_URL.

    Raises:
        ConfigError: it says nothing that we can use.
    """
    help_text = "SMTP_URL must look like smtps://user:password@host:port (or smtp+starttls://, smtp://)"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ConfigError(f"{help_text}.") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise ConfigError(f"{help_text}.")
    if parts.username and parts.scheme == "smtp" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ConfigError("SMTP_URL has a password but no TLS: use smtps:// or smtp+starttls://.")
    return Server(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or ""),
    )


def deliver(server: Server, message: EmailMessage, sender: str, recipient: str) -> bool:
    """Hand `message` over. True when the server took it; False when it will never take it (the address
    does not exist, or the message is refused for good): trying again would not help.

    Raises:
        TryAgain: the server is away, busy, or does not let us in.
    """
    try:
        with server.open() as connection:
            connection.send_message(message, sender, [recipient])
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _text in error.recipients.values()), default=0)
        return _refused(code, error)
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error)
    except (smtplib.SMTPException, OSError) as error:
        # A refused sender or password is a fault in the settings: somebody will repair it.
        raise TryAgain(type(error).__name__) from error
    return True


def _refused(code: int, error: Exception) -> bool:
    if code < PERMANENT:
        raise TryAgain(f"the mail server answered {code}") from error
    log.warning("the mail server refused a recipient for good (%s)", code)  # no address in a log
    return False
