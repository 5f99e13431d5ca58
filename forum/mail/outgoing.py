"""Where mail goes: a mail server, or a folder when none is set."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr

from flask import Flask, current_app

from forum.config import Config, ConfigError
from forum.mail import folder
from forum.mail.rendering import EXTENSION as TEMPLATES
from forum.mail.rendering import environment_of
from forum.mail.smtp import Server, deliver, server_from

EXTENSION = "kennisplein-mail"
FOLDER = "mail"


@dataclass(frozen=True)
class Outgoing:
    """How this app sends. Without `server`: to the local folder."""

    config: Config
    server: Server | None

    def send(self, message: EmailMessage, recipient: str) -> bool:
        """Send `message`; False when `recipient` is refused for good.

        Raises:
            TryAgain: it did not work now.
        """
        if self.server is None:
            folder.put(self.config.folder(FOLDER), message)
            return True
        return deliver(self.server, message, parseaddr(self.config.mail_from)[1], recipient)


def install(app: Flask, config: Config) -> None:
    """Give `app` its way to send, and the templates of mails.

    Raises:
        ConfigError: SMTP_URL or MAIL_FROM cannot be used.
    """
    if "@" not in parseaddr(config.mail_from)[1] or not config.mail_from.isprintable():
        raise ConfigError("MAIL_FROM must look like: Kennisplein <kennisplein@example.org>")
    server = server_from(config.smtp_url) if config.smtp_url else None
    app.extensions[EXTENSION] = Outgoing(config, server)
    app.extensions[TEMPLATES] = environment_of(app, config)


def outgoing() -> Outgoing:
    """The way of the present app."""
    found: Outgoing = current_app.extensions[EXTENSION]
    return found
