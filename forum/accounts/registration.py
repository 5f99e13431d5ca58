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


def may_move(old: str, new: str) -> bool:
    """Whether somebody with the address `old` may have `new` instead: who is here by their domain stays within the domains."""
    if setting.get("registration") != Registration.DOMAINS:
        return True
    domains = setting.get("registration_domains")
    return addresses.domain(new) in domains or addresses.domain(old) not in domains


def may_register(email: str) -> bool:
    """Whether the normal address `email`, which has no account yet, may get one."""
    mode = setting.get("registration")
    if mode == Registration.EVERYBODY:
        return True
    if mode == Registration.DOMAINS and addresses.domain(email) in setting.get("registration_domains"):
        return True
    return any(allows(email) for allows in _also)
