"""Change the settings of the site: checked, logged, and true at the next request of every process."""

from typing import Any

from forum.access import Action, Reader, require
from forum.core import setting
from forum.core.security_event import record
from forum.lib import markup
from forum.site import rules

# Said in the log as from what to what; of the others only that they changed, since they are long.
SHORT = frozenset(
    (
        "name",
        "language",
        "registration",
        "registration_domains",
        "group_makers",
        "audience_outside",
        "audience_open_group",
    )
)


def change(reader: Reader, typed: dict[str, Any]) -> list[str]:
    """Set the settings that `typed` names; gives the names of those that are another now.

    Raises:
        Forbidden: `reader` is no administrator.
        Invalid: a value cannot be used.
    """
    require(reader, Action.SITE_ADMINISTER)
    return set_values(rules.checked(typed), by=reader.user_id)


def set_values(values: dict[str, Any], *, by: int | None) -> list[str]:
    """As `change`, with checked values, and by somebody who may: a command is nobody."""
    changed = [name for name, value in values.items() if setting.get(name) != value]
    for name in changed:
        before = setting.get(name)
        setting.put(name, values[name])
        if name == "welcome":
            setting.put("welcome_html", markup.render(values[name]).html)
        detail = f"{name}|{_short(before)}|{_short(values[name])}" if name in SHORT else name
        record("setting-changed", None, detail, by=by)
    return changed


def render_welcome_anew() -> None:
    """The HTML of the text on the front page, from what was written: after the renderer changed."""
    if text := setting.get("welcome"):
        setting.put("welcome_html", markup.render(text).html)


def _short(value: Any) -> str:
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return (text if len(text) <= 100 else f"{text[:99]}…").replace("|", "/")
