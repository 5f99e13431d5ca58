"""What moving an item makes visible, and to whom: told before, checked when confirmed (T37).

Whoever moves reads the item where it stands and writes where it goes, so they are in both groups or these are open:
the numbers are about lists of members that they may see.
"""

import hashlib
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from forum.access import Reader, visible
from forum.access.audience import AudienceLine, describe, describe_item
from forum.core.attachment import Attachment
from forum.core.group import Group, Membership, MembershipState, Preset
from forum.core.item import Audience, Item, Reply, Revision, State
from forum.core.user import User
from forum.lib.db import db

# How far something reaches: nobody is left out, who has no account, or who is no member.
EVERYONE, ACCOUNTS, MEMBERS = 3, 2, 1


@dataclass(frozen=True)
class Effects:
    """The facts. `gained` and `lost` are numbers of people, None for a number that is not theirs to be told: everybody.

    `hidden` are hidden replies, told to managers only; `author_out` is that the writer cannot read it there;
    `mark` stands for all facts together.
    """

    before: AudienceLine
    after: AudienceLine
    place: str
    reach_before: int
    reach_after: int
    gained: int | None
    lost: int | None
    replies: int
    by_others: int
    files: int
    versions: int
    hidden: int
    author_out: bool
    into_group: bool
    pinned: bool
    mark: str

    @property
    def widens(self) -> bool:
        """Whether somebody reads it who could not."""
        return self.reach_after > self.reach_before or bool(self.gained)

    @property
    def content(self) -> list[str]:
        """What goes along, in words."""
        lines = []
        if self.replies:
            lines.append(ngettext("%(num)s reactie", "%(num)s reacties", self.replies))
        if self.files:
            lines.append(ngettext("%(num)s bestand", "%(num)s bestanden", self.files))
        if self.versions:
            lines.append(ngettext("%(num)s eerdere versie", "%(num)s eerdere versies", self.versions))
        return lines

    @property
    def gains(self) -> list[str]:
        """Who reads it that could not."""
        if not self.widens:
            return []
        if self.reach_after == EVERYONE:
            lines = [_("Iedereen kan dit lezen, ook zonder account. Zoekmachines kunnen het vinden.")]
        else:
            number = self.gained or 0
            lines = [
                ngettext(
                    "%(num)s persoon die dit nu niet kan lezen, kan dat straks wel.",
                    "%(num)s mensen die dit nu niet kunnen lezen, kunnen dat straks wel.",
                    number,
                )
            ]
        if self.by_others:
            lines.append(
                ngettext(
                    "Zij lezen ook %(num)s reactie van iemand anders. Die schreef dat voor wie het nu kan lezen.",
                    "Zij lezen ook %(num)s reacties van anderen. Die schreven dat voor wie het nu kan lezen.",
                    self.by_others,
                )
            )
        if self.versions:
            lines.append(_("Zij zien ook hoe de tekst eerder was."))
        return lines

    @property
    def losses(self) -> list[str]:
        """Who reads it no longer."""
        lines = []
        if self.reach_before == EVERYONE and self.reach_after < EVERYONE:
            lines.append(_("Wie niet is ingelogd, kan dit niet meer lezen."))
        if self.lost:
            lines.append(
                ngettext(
                    "%(num)s persoon met een account kan dit niet meer lezen.",
                    "%(num)s mensen met een account kunnen dit niet meer lezen.",
                    self.lost,
                )
            )
        if self.author_out:
            lines.append(_("De schrijver is daar geen lid en kan dit zelf niet meer lezen."))
        return lines

    @property
    def notes(self) -> list[str]:
        """What else changes, or does not."""
        lines = [_("Links naar dit gesprek blijven werken voor wie het mag lezen.")]
        if self.into_group:
            lines.append(
                _(
                    "De beheerders van %(place)s kunnen het voortaan verbergen of verwijderen.",
                    place=self.place,
                )
            )
        if self.hidden:
            lines.append(
                ngettext(
                    "%(num)s verborgen reactie blijft verborgen. De beheerders daar kunnen die lezen.",
                    "%(num)s verborgen reacties blijven verborgen. De beheerders daar kunnen die lezen.",
                    self.hidden,
                )
            )
        if self.pinned:
            lines.append(_("Het staat daar niet vast bovenaan."))
        if self.losses:
            lines.append(_("Wie het volgt en het niet meer kan lezen, krijgt er geen bericht van."))
        return lines


def effects_of(reader: Reader, item: Item, group: Group | None, audience: Audience) -> Effects:
    """What moving `item` (through the door, group loaded) to `group`, for `audience`, would do, counted now."""
    before, after = reach(Audience(item.audience), item.group), reach(audience, group)
    source = _members(item.group) if before == MEMBERS else None
    target = _members(group) if after == MEMBERS else None
    here = visible(Reply, reader).where(Reply.item_id == item.id)
    replies = here.where(Reply.state == State.PUBLISHED)
    files = visible(Attachment, reader).where(Attachment.item_id == item.id)
    versions = select(func.count(Revision.id)).where(
        Revision.item_id == item.id
    )  # door: of an item through it
    counted = {
        "replies": _count(replies, Reply),
        "by_others": _count(replies.where(Reply.author_id != item.author_id), Reply),
        "files": _count(files, Attachment),
        "versions": db.session.scalar(versions) or 0,
        "hidden": _count(here.where(Reply.state == State.HIDDEN), Reply),
    }
    author_out = item.author_id != reader.user_id and target is not None and item.author_id not in target
    newest = db.session.scalar(here.with_only_columns(func.max(Reply.id)))
    people = (sorted(source or ()), sorted(target or ()))
    places = [(place.id, place.preset) if place else None for place in (item.group, group)]
    facts = (
        item.id,
        item.audience,
        item.edited_at,
        audience,
        places,
        people,
        newest,
        sorted(counted.items()),
    )
    return Effects(
        before=describe_item(item),
        after=describe(audience, group),
        place=group.name if group else _("buiten de groepen"),
        reach_before=before,
        reach_after=after,
        gained=_newcomers(source, target, after),
        lost=_newcomers(target, source, before),
        author_out=author_out,
        into_group=group is not None,
        pinned=item.pinned_at is not None,
        mark=hashlib.sha256(repr(facts).encode()).hexdigest()[:32],
        **counted,
    )


def reach(audience: Audience, group: Group | None) -> int:
    """How far an item for `audience` in `group` can be read."""
    if audience == Audience.PUBLIC or (audience == Audience.GROUP and group and group.preset == Preset.OPEN):
        return EVERYONE
    return ACCOUNTS if audience == Audience.SIGNED_IN else MEMBERS


def _newcomers(had: set[int] | None, have: set[int] | None, now: int) -> int | None:
    """How many people are in what it becomes (`have`, or `now` as far as that reaches) that were not in `had`; None
    stands for all accounts, and for a number that nobody can count."""
    if now == EVERYONE and had is None:
        return None
    if have is None:
        return max(0, _accounts() - len(had)) if had is not None else 0
    return len(have - had) if had is not None else 0


def _members(group: Group | None) -> set[int]:
    query = (
        select(Membership.user_id)  # door: of groups that the reader is in, or of an open one, for a number
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.group_id == (group.id if group else 0),
            Membership.state == MembershipState.ACTIVE,
            User.deactivated_at.is_(None),
        )
    )
    return set(db.session.scalars(query))


def _accounts() -> int:
    return db.session.scalar(select(func.count(User.id)).where(User.deactivated_at.is_(None))) or 0


def _count(query: object, model: type[Reply] | type[Attachment]) -> int:
    return db.session.scalar(query.with_only_columns(func.count(model.id))) or 0  # type: ignore[attr-defined]
