"""What a group or a person says of itself: name, texts, picture. Hiding it takes the words away everywhere.

The words in the row itself are replaced, so that no page, list, mail or index can go on showing them; what stood there is
kept apart (`Withheld`) for putting it back. The group and its content, and the account, go on as they were. Managers,
or the person, can write something better at once.
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, select

from forum.accounts import expertise
from forum.core.events import GroupChanged, UserChanged
from forum.core.group import Group, Membership, MembershipRole, MembershipState, Preset
from forum.core.user import User
from forum.groups.service import address_for, claim
from forum.lib.db import db, flush
from forum.lib.errors import Invalid
from forum.lib.events import publish
from forum.moderation.models import About, Withheld
from forum.moderation.subjects import Ids, Subject, changed

# Stored as the words of the group or the person were, so in the language of the site.
OF_A_GROUP: Mapping[str, str | None] = {
    "name": "Groep zonder naam",
    "description": "",
    "picture_sha256": None,
}
EXPERTISE = "expertise"  # lies in a table of its own; kept as one text
OF_A_PERSON: Mapping[str, str | None] = {
    "name": "Naam verborgen",
    "function": "",
    "organisation": "",
    "about": "",
    "photo_sha256": None,
    EXPERTISE: "",
}


class Face(Subject):
    """What is the same for a group and a person."""

    neutral: Mapping[str, str | None]

    @property
    @abstractmethod
    def row(self) -> Group | User: ...

    @property
    def title(self) -> str:
        return self.row.name

    @property
    def hidden(self) -> bool:
        """Hidden, and nothing new was written since."""
        return self.kept() is not None and self._now() == dict(self.neutral)

    def kept(self) -> Withheld | None:
        """What stood there before it was hidden, or None."""
        return db.session.scalars(select(Withheld).where(self._mine())).one_or_none()

    def hide(self) -> None:
        db.session.refresh(self.row, with_for_update=True)
        if self.hidden:
            raise changed()
        db.session.execute(delete(Withheld).where(self._mine()))
        before = self._now()
        db.session.add(Withheld(texts={**before, **self._also_kept()}, **self._key()))
        self._write(self.neutral)

    def restore(self) -> None:
        db.session.refresh(self.row, with_for_update=True)
        kept = self.kept()
        if kept is None or not self.hidden:
            raise changed()
        texts = dict(kept.texts)
        db.session.delete(kept)
        self._write({name: texts[name] for name in self.neutral if name in texts})
        self._put_back(texts)

    def _now(self) -> dict[str, str | None]:
        return {name: getattr(self.row, name) for name in self.neutral}

    def _write(self, values: Mapping[str, str | None]) -> None:
        for name, value in values.items():
            setattr(self.row, name, value)
        flush()
        self._tell()

    def _mine(self) -> ColumnElement[bool]:
        ((column, value),) = self._key().items()
        return and_(getattr(Withheld, column) == value)

    def _also_kept(self) -> dict[str, str | None]:
        return {}

    def _put_back(self, texts: Mapping[str, str | None]) -> None:
        """Restore what lies outside the plain columns."""

    @abstractmethod
    def _key(self) -> dict[str, int]: ...

    @abstractmethod
    def _tell(self) -> None: ...


@dataclass(frozen=True)
class GroupFace(Face):
    """Name, description and picture of a group. Its web address is made of its name, so that changes too."""

    group: Group
    about = About.GROUP
    neutral = OF_A_GROUP

    @property
    def row(self) -> Group:
        return self.group

    @property
    def ids(self) -> Ids:
        return Ids(group_id=self.group.id)

    def concerns(self) -> list[int]:
        managers = select(Membership.user_id).where(  # door: who is told; nobody sees this list
            Membership.group_id == self.group.id,
            Membership.role == MembershipRole.MANAGER,
            Membership.state == MembershipState.ACTIVE,
        )
        return list(db.session.scalars(managers.order_by(Membership.id)))

    def hide(self) -> None:
        super().hide()
        if self.group.preset != Preset.HIDDEN:  # that of a hidden group is random
            claim(self.group, address_for(self.group.name, Preset(self.group.preset)))

    def _also_kept(self) -> dict[str, str | None]:
        return {"address": self.group.address}

    def _put_back(self, texts: Mapping[str, str | None]) -> None:
        address = texts.get("address")
        if self.group.preset == Preset.HIDDEN or not address:
            return
        try:
            claim(self.group, address)
        except Invalid:  # another group took it meanwhile
            claim(self.group, address_for(self.group.name, Preset(self.group.preset)))

    def _key(self) -> dict[str, int]:
        return {"group_id": self.group.id}

    def _tell(self) -> None:
        # As a change of access: until the index knows, search leaves it out and finds nothing by the old words.
        publish(GroupChanged(self.group.id, access=True))


@dataclass(frozen=True)
class PersonFace(Face):
    """All that a person says of themselves, expertise and photo included."""

    person: User
    about = About.PERSON
    neutral = OF_A_PERSON

    @property
    def row(self) -> User:
        return self.person

    @property
    def expertise(self) -> list[str]:
        return expertise.names_of(self.person)

    @property
    def ids(self) -> Ids:
        return Ids(person_id=self.person.id)

    def concerns(self) -> list[int]:
        return [self.person.id]

    def _now(self) -> dict[str, str | None]:
        columns = {name: getattr(self.person, name) for name in self.neutral if name != EXPERTISE}
        return {**columns, EXPERTISE: "\n".join(expertise.names_of(self.person))}

    def _write(self, values: Mapping[str, str | None]) -> None:
        expertise.put(self.person, (values.get(EXPERTISE) or "").split("\n"))
        super()._write({name: value for name, value in values.items() if name != EXPERTISE})

    def _key(self) -> dict[str, int]:
        return {"person_id": self.person.id}

    def _tell(self) -> None:
        publish(UserChanged(self.person.id, access=True))


def on_user_changed(event: UserChanged) -> None:
    """Who closes their account takes along what was hidden of their profile."""
    person = db.session.get(User, event.user_id)  # door: whose account it is, is not told
    if person is not None and person.erased_at is not None:
        db.session.execute(delete(Withheld).where(Withheld.person_id == person.id))


def is_used(sha256: str) -> bool:
    """Whether a picture that was hidden can still be put back: for housekeeping."""
    return any(sha256 in texts.values() for texts in db.session.scalars(select(Withheld.texts)))
