"""What the address of a webhook may be, and when it is tried again. Pure: no database, no Flask, no network."""

import re
from collections.abc import Collection
from datetime import timedelta
from urllib.parse import urlsplit

from flask_babel import gettext as _

from forum.lib.errors import Invalid

PUBLISHED, CHANGED, REPLIED, TEST = "item.published", "item.changed", "reply.posted", "webhook.test"
EVENTS = (PUBLISHED, CHANGED, REPLIED)  # of which a webhook is told those that were chosen; a test always
LONGEST_URL = 500
MOST = 5  # for one group, or for the site
# So long after each failure it is tried again: some seven and a half hours in all, for a system that is down for a working day.
WAITS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200, 18000))
# So many things in a row that did not arrive after all that, and it is switched off.
MOST_FAILURES = 5

_SIGNS = re.compile(
    r"https://[A-Za-z0-9.-]+(:443)?(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
)
_NAME = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
# Names that never lead outside.
_INSIDE = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "test",
    "invalid",
    "onion",
    "arpa",
)


def checked_url(typed: str) -> str:
    """The address of a webhook: https, on the ordinary port, at a name (never a number) on the public internet.

    Where the name leads is looked at when something is sent: what it leads to can change.

    Raises:
        Invalid: it is anything else.
    """
    url = typed.strip()
    if len(url) > LONGEST_URL or not _SIGNS.fullmatch(url):
        raise Invalid(_("Vul een adres in dat begint met https://, zonder wachtwoord of poort."), "url")
    host = (urlsplit(url).hostname or "").lower()
    if not _NAME.fullmatch(host) or host.rpartition(".")[2] in _INSIDE or len(host) > 253:
        raise Invalid(_("Dit adres is niet op het openbare internet. Kies een ander adres."), "url")
    return url


def checked_events(chosen: Collection[str]) -> str:
    """What a webhook is told, as its row keeps it.

    Raises:
        Invalid: nothing, or something that we do not tell.
    """
    if not chosen or not set(chosen) <= set(EVENTS):
        raise Invalid(_("Kies minstens één ding om te vertellen."), "events")
    return " ".join(event for event in EVENTS if event in chosen)


def next_wait(attempts: int) -> timedelta | None:
    """How long to wait after this many attempts, or None: enough was tried."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
