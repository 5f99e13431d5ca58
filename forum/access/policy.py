"""Who may do what: from an action to lists of predicates. One list that wholly holds is enough.

Everything here is about a subject that the reader could already see (it came through the door), so a
refusal is a 403. An action that is not on this page is denied.
"""

from collections.abc import Callable

from forum.access import predicates as p
from forum.access.actions import Action
from forum.access.reader import Reader
from forum.lib.errors import Forbidden

Predicate = Callable[[Reader, p.Subject], bool]

# Outside groups everyone with an account takes part; in a group its members do; in an open group also
# whoever is signed in and not blocked, so that the first step needs no joining.
TAKES_PART: list[list[Predicate]] = [
    [p.signed_in, p.is_published, p.outside_groups],
    [p.is_published, p.is_member],
    [p.signed_in, p.is_published, p.in_open_group, p.not_blocked],
]

POLICY: dict[Action, list[list[Predicate]]] = {
    Action.ITEM_CREATE: [[p.signed_in, p.outside_groups], [p.is_member]],
    Action.GROUP_CREATE: [
        [p.signed_in, p.everybody_makes_groups],
        [p.manages_a_group, p.managers_make_groups],
        [p.is_administrator],
    ],
    Action.GROUP_READ_CONTENT: [[p.is_member], [p.in_open_group]],
    Action.GROUP_JOIN: [[p.signed_in, p.in_open_group, p.is_stranger]],
    Action.GROUP_ASK: [[p.signed_in, p.in_closed_group, p.is_stranger]],
    Action.GROUP_LEAVE: [[p.is_member]],
    Action.GROUP_MANAGE: [[p.is_manager]],
    Action.GROUP_FOLLOW: [[p.is_member], [p.signed_in, p.in_open_group, p.not_blocked]],
    Action.THEME_FOLLOW: [[p.signed_in]],
    Action.THEME_MERGE: [[p.is_site_moderator]],
    Action.PERSON_FOLLOW: [[p.signed_in, p.is_somebody_else]],
    Action.ITEM_EDIT: [
        [p.is_author, p.is_published, p.outside_groups],
        [p.is_author, p.is_published, p.is_member],
        [p.is_author, p.is_published, p.in_open_group, p.not_blocked],
    ],
    Action.ITEM_DELETE: [
        [p.is_author, p.outside_groups],
        [p.is_author, p.is_member],
        [p.is_author, p.in_open_group, p.not_blocked],
        [p.is_manager],
    ],
    Action.ITEM_MOVE: [
        [p.is_author, p.is_published, p.outside_groups],
        [p.is_author, p.is_published, p.is_member],
        [p.is_author, p.is_published, p.in_open_group, p.not_blocked],
        [p.is_manager, p.is_published],
    ],
    Action.ITEM_KEEP: [
        [p.is_author, p.is_published, p.outside_groups],
        [p.is_author, p.is_published, p.is_member],
        [p.is_author, p.is_published, p.in_open_group, p.not_blocked],
        [p.is_owner, p.is_published, p.outside_groups],
        [p.is_owner, p.is_published, p.is_member],
        [p.is_manager, p.is_published],
    ],
    Action.ITEM_SHARE: [
        [p.is_author, p.is_published, p.outside_groups],
        [p.is_author, p.is_published, p.is_member, p.not_in_hidden_group],
        [p.is_author, p.is_published, p.in_open_group, p.not_blocked],
        [p.is_owner, p.is_published, p.outside_groups],
        [p.is_owner, p.is_published, p.is_member, p.not_in_hidden_group],
        [p.is_manager, p.is_published, p.not_in_hidden_group],
    ],
    Action.ITEM_VERIFY: [
        [p.is_manager, p.is_published],
        [p.is_site_moderator, p.is_published, p.outside_groups],
    ],
    Action.ITEM_TAKE_PART: TAKES_PART,
    Action.ITEM_FOLLOW: TAKES_PART,
    Action.REPLY_EDIT: [
        [p.is_author, p.is_published, p.outside_groups],
        [p.is_author, p.is_published, p.is_member],
        [p.is_author, p.is_published, p.in_open_group, p.not_blocked],
    ],
    Action.REPLY_DELETE: [
        [p.is_author, p.outside_groups],
        [p.is_author, p.is_member],
        [p.is_author, p.in_open_group, p.not_blocked],
        [p.is_manager],
    ],
    Action.REPLY_REACT: TAKES_PART,
    Action.REPORT: [[p.signed_in]],
    Action.MODERATE: [[p.is_manager]],
    Action.SEARCH_EDIT: [[p.is_site_moderator]],
    Action.SITE_MODERATE: [[p.is_site_moderator]],
    Action.SITE_ADMINISTER: [[p.is_administrator]],
}


def may(reader: Reader, action: Action, subject: p.Subject = None) -> bool:
    """Whether `reader` may do `action` to `subject`, which they can see. Unknown actions: no."""
    return any(all(holds(reader, subject) for holds in alternative) for alternative in POLICY.get(action, []))


def require(reader: Reader, action: Action, subject: p.Subject = None) -> None:
    """Do nothing when `reader` may do `action`.

    Raises:
        Forbidden: they may not.
    """
    if not may(reader, action, subject):
        raise Forbidden
