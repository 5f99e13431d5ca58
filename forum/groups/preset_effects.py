"""What changing the preset of a group makes visible, and to whom: counted before, checked when confirmed."""

import hashlib
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from forum.access import Reader, visible
from forum.access.audience import member_count
from forum.core import kinds
from forum.core.attachment import Attachment
from forum.core.group import Group, Membership, MembershipState, Preset
from forum.core.item import Audience, Item, Reply, State
from forum.core.user import User
from forum.lib.db import db


@dataclass(frozen=True)
class Effects:
    """The facts. `items` are (kind code, number) of what follows the preset; `narrowed` what stays for members.

    `others` are people with an account who are no members; `mark` stands for all facts together.
    """

    before: Preset
    after: Preset
    items: tuple[tuple[str, int], ...]
    replies: int
    files: int
    narrowed: int
    members: int
    others: int
    pending: int
    newest: int

    @property
    def mark(self) -> str:
        """A short text that is another one when the facts of the group are (people elsewhere do not count)."""
        facts = (
            self.before,
            self.after,
            self.items,
            self.replies,
            self.files,
            self.narrowed,
            self.members,
            self.pending,
            self.newest,
        )
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]

    @property
    def content(self) -> list[str]:
        """The content that follows the preset, in words: "12 discussies", "3 documenten", "40 reacties"."""
        words = []
        for code, number in self.items:
            kind = kinds.find(code)
            label = (kind.label if number == 1 else kind.plural) if kind else code
            words.append(_("%(n)s %(kind)s", n=number, kind=str(label).lower()))
        if self.replies:
            words.append(ngettext("%(num)s reactie", "%(num)s reacties", self.replies))
        if self.files:
            words.append(ngettext("%(num)s bestand", "%(num)s bestanden", self.files))
        return words

    @property
    def content_title(self) -> str:
        """What happens with `content`."""
        if self.after == Preset.OPEN:
            return _("Dit wordt leesbaar voor iedereen, ook zonder account:")
        if self.before == Preset.OPEN:
            return ngettext(
                "Dit is straks alleen nog leesbaar voor het enige lid:",
                "Dit is straks alleen nog leesbaar voor de %(num)s leden:",
                self.members,
            )
        return ngettext(
            "Dit blijft alleen leesbaar voor het enige lid:",
            "Dit blijft alleen leesbaar voor de %(num)s leden:",
            self.members,
        )

    @property
    def gains(self) -> list[str]:
        """What people see that they did not see."""
        if self.after == Preset.HIDDEN or (self.before, self.after) == (Preset.OPEN, Preset.CLOSED):
            return []
        if self.after == Preset.CLOSED:
            return [
                ngettext(
                    "%(num)s andere persoon met een account ziet de naam, de beschrijving en de afbeelding van de groep.",
                    "%(num)s andere mensen met een account zien de naam, de beschrijving en de afbeelding van de groep.",
                    self.others,
                ),
                _("Iedereen met een account kan vragen om mee te doen."),
            ]
        return [
            _("Iedereen, ook zonder account, ziet de naam, de beschrijving en de afbeelding van de groep."),
            ngettext(
                "%(num)s andere persoon met een account ziet wie er lid zijn, en kan reageren en lid worden.",
                "%(num)s andere mensen met een account zien wie er lid zijn, en kunnen reageren en lid worden.",
                self.others,
            ),
            _("Zoekmachines kunnen de groep vinden."),
        ]

    @property
    def losses(self) -> list[str]:
        """What people no longer see or can do."""
        lines = []
        if self.before == Preset.OPEN:
            lines.append(_("Wie niet is ingelogd, ziet niets meer van de groep."))
            lines.append(
                ngettext(
                    "%(num)s andere persoon met een account ziet de inhoud, de bestanden en de leden niet meer.",
                    "%(num)s andere mensen met een account zien de inhoud, de bestanden en de leden niet meer.",
                    self.others,
                )
            )
        if self.after == Preset.HIDDEN:
            lines.append(_("Wie geen lid is, ziet niet meer dat de groep bestaat."))
        return lines

    @property
    def notes(self) -> list[str]:
        """What else changes, or does not."""
        lines = []
        if self.narrowed:
            lines.append(
                ngettext(
                    "%(num)s bijdrage is alleen voor leden. Dat blijft zo.",
                    "%(num)s bijdragen zijn alleen voor leden. Dat blijft zo.",
                    self.narrowed,
                )
            )
        if self.pending and self.after == Preset.HIDDEN:
            lines.append(
                ngettext(
                    "%(num)s verzoek om mee te doen vervalt.",
                    "%(num)s verzoeken om mee te doen vervallen.",
                    self.pending,
                )
            )
        if self.pending and self.after == Preset.OPEN:
            lines.append(
                ngettext(
                    "%(num)s persoon die vroeg om mee te doen, kan nu zelf lid worden.",
                    "%(num)s mensen die vroegen om mee te doen, kunnen nu zelf lid worden.",
                    self.pending,
                )
            )
        if Preset.HIDDEN in (self.before, self.after):
            lines.append(_("De groep krijgt een ander adres. Links naar het oude adres werken niet meer."))
        return lines


def effects_of(reader: Reader, group: Group, after: Preset) -> Effects:
    """What changing `group` to `after` would do, counted now, for who may manage it."""
    published = visible(Item, reader).where(Item.group_id == group.id, Item.state == State.PUBLISHED)
    following = published.where(Item.audience == Audience.GROUP)
    per_kind = db.session.execute(
        following.with_only_columns(Item.kind, func.count(Item.id), func.max(Item.id))
        .group_by(Item.kind)
        .order_by(Item.kind)
    ).all()
    ids = following.with_only_columns(Item.id)
    replies = visible(Reply, reader).where(Reply.item_id.in_(ids), Reply.state == State.PUBLISHED)
    files = visible(Attachment, reader).where(
        Attachment.item_id.in_(ids) | Attachment.reply_id.in_(replies.with_only_columns(Reply.id))
    )
    members = member_count(group)
    everyone = db.session.scalar(select(func.count(User.id)).where(User.deactivated_at.is_(None))) or 0
    pending = visible(Membership, reader).where(
        Membership.group_id == group.id, Membership.state == MembershipState.PENDING
    )
    return Effects(
        before=Preset(group.preset),
        after=after,
        items=tuple((kind, number) for kind, number, _newest in per_kind),
        replies=db.session.scalar(replies.with_only_columns(func.count(Reply.id))) or 0,
        files=db.session.scalar(files.with_only_columns(func.count(Attachment.id))) or 0,
        narrowed=db.session.scalar(
            published.where(Item.audience == Audience.MEMBERS).with_only_columns(func.count(Item.id))
        )
        or 0,
        members=members,
        others=max(0, everyone - members),
        pending=db.session.scalar(pending.with_only_columns(func.count(Membership.id))) or 0,
        newest=max((newest for _kind, _number, newest in per_kind), default=0),
    )
