"""From something that happened to a row for each person who wants to know. Nobody is told what they may not read."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, select, update

from forum.access import is_visible, reader_for
from forum.core.draft import SavedDraft
from forum.core.events import ItemPublished, MembershipChanged, PlannedNotPosted, ReplyPosted
from forum.core.follow import Follow
from forum.core.group import Group, Membership, MembershipRole, MembershipState
from forum.core.item import Item, Reply
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.upsert import upsert
from forum.notifications import following, rules
from forum.notifications.models import NEW_ITEM, MailWhen, Mention, Notification, NotificationChoice, Reason
from forum.work import outbox

LANE = "notifications"
TELL_REPLY = "notifications.tell_reply"
TELL_ITEM = "notifications.tell_item"
TELL_MEMBERSHIP = "notifications.tell_membership"
MAIL = "notifications.mail"


def on_reply_posted(event: ReplyPosted) -> None:
    outbox.enqueue(TELL_REPLY, reply_id=event.reply_id)


def on_item_published(event: ItemPublished) -> None:
    if following.is_followed(event.item_id):  # an import publishes thousands that nobody waits for
        outbox.enqueue(TELL_ITEM, item_id=event.item_id)


def on_membership_changed(event: MembershipChanged) -> None:
    outbox.enqueue(TELL_MEMBERSHIP, group_id=event.group_id, user_id=event.user_id)


def on_planned_not_posted(event: PlannedNotPosted) -> None:
    """Tell its owner, in the same transaction: the worker is at work already."""
    draft = db.session.get_one(SavedDraft, event.draft_id)  # door: for its owner, who is asked below
    owner = db.session.get_one(User, draft.owner_id)
    if owner.active:
        told = {"user_id": owner.id, "actor_id": owner.id, "draft_id": draft.id}
        db.session.add(Notification(reason=Reason.NOT_POSTED, **told))
        mail_soon([owner.id])


def tell_reply(reply_id: int) -> None:
    """Tell everybody who follows the item of this reply, but its writer."""
    with transaction():
        reply = db.session.get(Reply, reply_id)  # door: each receiver is asked below
        if reply is None:
            return
        followers = db.session.scalars(
            select(User)
            .join(Follow, Follow.user_id == User.id)
            .where(
                Follow.item_id == reply.item_id,
                User.id != reply.author_id,
                # Whom the reply names or quotes is told that, not twice.
                User.id.not_in(select(Mention.user_id).where(Mention.reply_id == reply.id)),
            )
        ).all()
        wanting = [user for user in followers if is_visible(Reply, reply.id, reader_for(user))]
        for user in wanting:
            upsert(
                Notification,
                {"user_id": user.id, "reason": Reason.REPLY, "reply_id": reply.id},
                {"item_id": reply.item_id, "actor_id": reply.author_id},
            )
        mail_soon(user.id for user in wanting)


def tell_item(item_id: int) -> None:
    """Tell everybody who follows the writer, a theme or the group of this new item: each once, but its writer."""
    with transaction():
        item = db.session.get(Item, item_id)  # door: each receiver is asked below
        if item is None:
            return
        reasons = following.reasons_of(item)
        told = (Notification.item_id == item_id, Notification.reason.in_(NEW_ITEM))
        named = (Mention.item_id == item_id, Mention.reply_id == 0)  # they are told that, not twice
        reasons.pop(item.author_id, None)
        for user_id in db.session.scalars(
            select(Notification.user_id).where(*told).union(select(Mention.user_id).where(*named))
        ):
            reasons.pop(user_id, None)
        people = db.session.scalars(select(User).where(User.id.in_(reasons)).order_by(User.id)).all()
        wanting = [user for user in people if is_visible(Item, item_id, reader_for(user))]
        for user in wanting:
            db.session.add(
                Notification(
                    user_id=user.id, reason=reasons[user.id], item_id=item_id, actor_id=item.author_id
                )
            )
        mail_soon(user.id for user in wanting)


def tell_membership(group_id: int, user_id: int) -> None:
    """Tell managers that somebody asks to join, or somebody that they were let in, as it is now."""
    with transaction():
        membership = db.session.scalars(
            select(Membership).where(  # door: only to judge; shown is what its reader may read
                Membership.group_id == group_id, Membership.user_id == user_id
            )
        ).one_or_none()
        waiting = _of_request(group_id, user_id)
        if membership is not None and membership.state == MembershipState.PENDING:
            _tell_managers(group_id, user_id)
            return
        was_asked = db.session.execute(delete(Notification).where(*waiting)).rowcount > 0  # type: ignore[attr-defined]
        if membership is not None and membership.state == MembershipState.ACTIVE and was_asked:
            _tell(user_id, Reason.LET_IN, group_id=group_id, actor_id=user_id)


def _of_request(group_id: int, user_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Notification.reason == Reason.ASKED,
        Notification.group_id == group_id,
        Notification.actor_id == user_id,
    )


def _tell_managers(group_id: int, user_id: int) -> None:
    told = set(db.session.scalars(select(Notification.user_id).where(*_of_request(group_id, user_id))))
    managers = db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)  # door: each receiver is asked below
        .where(
            Membership.group_id == group_id,
            Membership.role == MembershipRole.MANAGER,
            Membership.state == MembershipState.ACTIVE,
        )
    )
    for manager in managers.all():
        if manager.id not in told and is_visible(Group, group_id, reader_for(manager)):
            _tell(manager.id, Reason.ASKED, group_id=group_id, actor_id=user_id)


def _tell(user_id: int, reason: Reason, *, group_id: int, actor_id: int) -> None:
    # A room of its own mails about requests already, the moment they come: here it is for the site only.
    db.session.add(
        Notification(
            user_id=user_id, reason=reason, group_id=group_id, actor_id=actor_id, mailed_at=clock.now()
        )
    )


def mail_soon(user_ids: Iterable[int]) -> None:
    """Promise a mail in a few minutes to those of them who want theirs at once."""
    ids = list(user_ids)
    later = select(NotificationChoice.user_id).where(
        NotificationChoice.user_id.in_(ids), NotificationChoice.mail != MailWhen.AT_ONCE
    )
    not_now = set(db.session.scalars(later))
    for user_id in ids:
        if user_id not in not_now:
            outbox.enqueue(MAIL, run_at=clock.now() + rules.AT_ONCE_WAITS, user_id=user_id)


def mail_collected() -> None:
    """Every minute: at a collecting moment, promise one mail to each person who wants theirs collected."""
    slot = rules.last_slot(clock.now())
    if slot is None:
        return
    due = (
        NotificationChoice.mail == MailWhen.COLLECTED,
        (NotificationChoice.slot_at.is_(None)) | (NotificationChoice.slot_at < slot),
    )
    if db.session.scalars(select(NotificationChoice.user_id).where(*due).limit(1)).first() is None:
        db.session.rollback()
        return
    with transaction():
        claimed = update(NotificationChoice).where(*due).values(slot_at=slot)
        for user_id in db.session.scalars(claimed.returning(NotificationChoice.user_id)).all():
            outbox.enqueue(MAIL, user_id=user_id)


def forget_old() -> None:
    """Delete what is older than three months; called every minute, cheap when there is nothing."""
    old = Notification.created_at < clock.now() - rules.KEPT_FOR
    if db.session.scalars(select(Notification.id).where(old).limit(1)).first() is not None:
        with transaction():
            db.session.execute(delete(Notification).where(old))
    else:
        db.session.rollback()
