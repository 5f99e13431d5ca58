"""Who may make an account by signing in."""

from collections.abc import Callable

from forum.core import setting
from forum.core.setting import Registration
from forum.lib import addresses

_also: list[Callable[[str], bool]] = []


def also_allow(predicate: Callable[[str], bool]) -> None:
    """Let `predicate(address)` allow an account whatever the setting: an open invitation. Wiring does this."""
    if predicate not in _also:
        _also.append(predicate)


def may_register(email: str) -> bool:
    """Whether the normal address `email`, which has no account yet, may get one."""
    mode = setting.get("registration")
    if mode == Registration.EVERYBODY:
        return True
    if mode == Registration.DOMAINS and addresses.domain(email) in setting.get("registration_domains"):
        return True
    return any(allows(email) for allows in _also)
