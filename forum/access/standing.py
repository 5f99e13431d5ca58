"""How a reader stands to a place: all of them that the rules look at, for what others wrote there.

Two readers of one standing to the place of an item that both may read, and that is published, see the same replies on
it, and may do the same with every one that neither of them wrote. A property test holds the read rule and the policy to
that. So what one of them was shown can be shown to the other.
"""

from dataclasses import dataclass

from forum.access.reader import Reader
from forum.core.item import Item


@dataclass(frozen=True)
class Standing:
    """Of a reader to the group with this id, or to what stands outside groups (None)."""

    group_id: int | None
    signed_in: bool
    member: bool
    manager: bool
    blocked: bool


def standing_to(reader: Reader, item: Item) -> Standing:
    """The standing of `reader` to the place of `item`."""
    group_id = item.group_id
    return Standing(
        group_id,
        signed_in=reader.signed_in,
        member=group_id in reader.member_of,
        manager=group_id in reader.manager_of,
        blocked=group_id in reader.blocked_in,
    )
