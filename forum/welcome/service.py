"""Carry out what somebody new chose, by the services of the rooms."""

from collections.abc import Iterable

from forum.access import Reader, get_group_at
from forum.accounts import people
from forum.core.group import Preset
from forum.following import service as following
from forum.groups import service_members
from forum.notifications import service as notifications
from forum.threads import theme_lists
from forum.welcome.offers import MOST_GROUPS, MOST_THEMES


def follow_themes(reader: Reader, slugs: Iterable[str]) -> None:
    """Follow these themes; more than were offered are left.

    Raises:
        NotFound: `reader` may not know of one of them; then none is followed (T08).
        Forbidden: nobody is signed in.
    """
    for slug in list(dict.fromkeys(slugs))[:MOST_THEMES]:
        theme, _name = theme_lists.get_theme(reader, slug)
        following.follow(reader, theme)


def enter_groups(reader: Reader, addresses: Iterable[str]) -> int:
    """Join these groups when they are open, ask when they are closed; returns how many were asked.

    Raises:
        NotFound: `reader` may not know of one of them; then nothing is joined or asked.
        Forbidden: a group has blocked them.
    """
    asked = 0
    for address in list(dict.fromkeys(addresses))[:MOST_GROUPS]:
        group = get_group_at(address, reader)
        if group.preset == Preset.OPEN:
            service_members.join(reader, group)
        else:
            service_members.ask(reader, group, None)
            asked += 1
    return asked


def choose_mail(reader: Reader, *, digest_frequency: str, mail: str | None) -> None:
    """How often the weekly mail comes, and when mail about notifications.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: there is no such choice.
    """
    people.choose_digest(reader, digest_frequency)
    notifications.choose_mail(reader, mail)
