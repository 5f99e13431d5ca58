"""What can be reported, and what hiding it means: a contribution (item or reply), a group, a person."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from flask_babel import gettext as _

from forum.core.events import ItemChanged, ReplyChanged
from forum.core.item import Item, Reply, State
from forum.lib.db import flush
from forum.lib.errors import Invalid
from forum.lib.events import publish
from forum.moderation.models import About
from forum.threads import counts


@dataclass(frozen=True)
class Ids:
    """Which rows a subject is; the columns of these names in a report and in the log."""

    item_id: int | None = None
    reply_id: int | None = None
    person_id: int | None = None
    group_id: int | None = None


class Subject(ABC):
    """One thing that was, or can be, reported; its rows came through the door or through a look."""

    about: About

    @property
    @abstractmethod
    def ids(self) -> Ids: ...

    @property
    @abstractmethod
    def title(self) -> str:
        """What it is called now; of a reply: the item that it is on."""

    @property
    @abstractmethod
    def hidden(self) -> bool: ...

    @abstractmethod
    def hide(self) -> None:
        """Let only managers see it (a contribution), or nobody (what a group or a person says of itself).

        Raises:
            Invalid: it is not shown now.
        """

    @abstractmethod
    def restore(self) -> None:
        """Undo `hide`. Raises Invalid when it is not hidden now."""

    @abstractmethod
    def concerns(self) -> list[int]:
        """The ids of who hears what was decided, and why."""


def changed() -> Invalid:
    """The refusal when the subject is no longer what the page of the report showed."""
    return Invalid(_("Dit is intussen veranderd. Bekijk het opnieuw."), "decision")


@dataclass(frozen=True)
class Contribution(Subject):
    """An item, or one reply on it."""

    item: Item
    reply: Reply | None = None

    @property
    def about(self) -> About:  # type: ignore[override]
        return About.REPLY if self.reply else About.ITEM

    @property
    def ids(self) -> Ids:
        return Ids(
            item_id=self.item.id,
            reply_id=self.reply.id if self.reply else None,
            group_id=self.item.group_id,
        )

    @property
    def title(self) -> str:
        return self.item.title

    @property
    def body_html(self) -> str:
        return (self.reply or self.item).body_html

    @property
    def hidden(self) -> bool:
        return (self.reply or self.item).state == State.HIDDEN

    def hide(self) -> None:
        self._move(State.PUBLISHED, State.HIDDEN)

    def restore(self) -> None:
        self._move(State.HIDDEN, State.PUBLISHED)

    def concerns(self) -> list[int]:
        return [(self.reply or self.item).author_id]

    def _move(self, before: State, after: State) -> None:
        written = self.reply or self.item
        if written.state != before:
            raise changed()
        written.state = after
        flush()
        if self.reply is None:
            publish(ItemChanged(self.item.id, access=True))
            return
        counts.recount(self.item.id)
        publish(ReplyChanged(self.reply.id, self.item.id, access=True))
