"""Mail: rendering in the language of the recipient, and sending."""

from forum.mail.outgoing import install
from forum.mail.sending import send
from forum.mail.smtp import TryAgain

__all__ = ["TryAgain", "install", "send"]
