"""From a rendered mail to a message with its headers."""

from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Any

from forum.lib import clock
from forum.mail.rendering import Rendered

# What a caller may add. Everything else is ours.
EXTRA = frozenset(
    {"List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Reply-To", "In-Reply-To", "References"}
)
_ONE_PIECE = frozenset(name.lower() for name in EXTRA)


class _Policy(EmailPolicy):
    """Python folds an address longer than a line into encoded words, which no mail program can follow."""

    def fold(self, name: str, value: Any) -> str:
        if name.lower() in _ONE_PIECE:
            return f"{name}: {value}{self.linesep}"
        return super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in _ONE_PIECE:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


POLICY = _Policy(linesep="\r\n", raise_on_defect=False)


def compose(
    rendered: Rendered, recipient: str, sender: str, headers: Mapping[str, str], key: str | None = None
) -> EmailMessage:
    """The message. `sender` is "Name <address>"; `headers` are extra ones (names in `EXTRA`).

    With a `key` (letters, digits and hyphens) its Message-ID is the same each time: a mail that is sent again after a
    kill can be known as the same one.

    Raises:
        ValueError: a header that callers may not set, or one with a line end or a sign outside ASCII.
    """
    name, address = parseaddr(sender)
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = rendered.subject
    message["Date"] = format_datetime(clock.now())
    domain = address.rpartition("@")[2]
    message["Message-ID"] = f"<{key}@{domain}>" if key else make_msgid(domain=domain)
    # Nobody's "I am on holiday" should answer us, and we answer nobody's.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    for key, value in headers.items():
        if key not in EXTRA:
            raise ValueError(f"{key} is not a header that a mail may set")
        if not value.isascii() or not value.isprintable() or len(value) > 900:
            raise ValueError(f"{key} cannot hold this")
        message[key] = value
    message.set_content(rendered.text)
    message.add_alternative(rendered.html, subtype="html")
    return message
