"""A page of a long list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
PER_PAGE = 20
MAX_PAGE = 10_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page: `items`, its `number` from 1, and how many items there are in `total`."""

    items: Sequence[T]
    number: int
    total: int
    per_page: int = PER_PAGE
    address: Callable[[int], str] | None = field(default=None, compare=False)

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def has_prev(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    def url(self, number: int) -> str:
        """The address of page `number`. Only after a view gave this page its `address`."""
        if self.address is None:
            raise ValueError("this page has no address")
        return self.address(number)


def number_from(text: str | None) -> int:
    """A page number from an address: 1 when it is missing or is no number."""
    if text and text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MAX_PAGE:
        return int(text[:6])
    return 1


def offset(number: int, per_page: int = PER_PAGE) -> int:
    """How many rows come before page `number`."""
    return (number - 1) * per_page
