"""Mail without a mail server: files in a folder, to be read on a page of the site."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from forum.lib import clock, ids

_LINK = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True)
class LocalMail:
    """One mail in the folder; `links` are the addresses in its text, in their order."""

    to: str
    subject: str
    sent_at: datetime
    text: str
    html: str
    links: list[str]
    message: EmailMessage


def put(folder: Path, message: EmailMessage) -> None:
    """Write `message` to `folder`; whoever lists the folder sees it whole or not at all."""
    name = f"{clock.now():%Y%m%dT%H%M%S%f}-{ids.public_id()}.eml"
    aside = folder / f".{name}"
    aside.write_bytes(message.as_bytes())
    aside.rename(folder / name)


def list_mails(folder: Path, most: int = 50) -> list[LocalMail]:
    """The mails in `folder`, newest first, at most `most`."""
    # One that is just being written has a name with a dot in front until it is whole.
    whole = [path for path in folder.glob("*.eml") if not path.name.startswith(".")]
    paths = sorted(whole, reverse=True)[:most]
    return [_read(path) for path in paths]


def _read(path: Path) -> LocalMail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes; said for mypy
    text = _part(message, "plain")
    return LocalMail(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        text=text,
        html=_part(message, "html"),
        links=list(dict.fromkeys(_LINK.findall(text))),
        message=message,
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""
