"""Change who can see a group: only after showing what becomes visible to whom."""

from sqlalchemy import delete

from forum.access import Action, Reader, require
from forum.core.events import GroupChanged
from forum.core.group import Group, Membership, MembershipState, Preset
from forum.groups import rules
from forum.groups.locks import lock_managed
from forum.groups.log import record
from forum.groups.preset_effects import effects_of
from forum.groups.service import address_for, claim
from forum.lib import events
from forum.lib.db import db


def change_preset(reader: Reader, group: Group, after: Preset, mark: str) -> bool:
    """Change the preset when the facts are still those that `reader` saw (`Effects.mark`).

    Holds everywhere at once: items follow their group. False, and nothing changed: look again.

    Raises:
        Forbidden: `reader` does not manage the group.
        Invalid: somebody else took its new address at this very moment.
    """
    require(reader, Action.GROUP_MANAGE, group)
    lock_managed(reader, group)
    before = Preset(group.preset)
    if before == after:
        return True
    if effects_of(reader, group, after).mark != mark:
        return False
    if rules.needs_new_address(before, after):
        claim(group, address_for(group.name, after))
    group.preset = after
    if after == Preset.HIDDEN:
        # Who asked would otherwise go on knowing that the group exists.
        db.session.execute(
            delete(Membership).where(
                Membership.group_id == group.id, Membership.state == MembershipState.PENDING
            )
        )
    record(reader, group, "preset-changed", f"{before.value}>{after.value}")
    events.publish(GroupChanged(group.id, access=True))
    return True
