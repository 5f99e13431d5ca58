"""What reading a document ends in, and what it may cost."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

PageKind = Literal["page", "slide", "sheet", "none"]
PAGE_KINDS: tuple[PageKind, ...] = ("page", "slide", "sheet", "none")


class Reason(StrEnum):
    """Why there is no text. What people read about it is written in the library room."""

    ENCRYPTED = "encrypted"
    SCANNED = "scanned"  # pictures of pages, without a text layer
    DAMAGED = "damaged"
    UNKNOWN_TYPE = "unknown_type"
    TOO_LARGE = "too_large"  # the file itself, or what it becomes when unpacked
    TIMEOUT = "timeout"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may cost; sizes in bytes."""

    seconds: float = 20.0
    memory: int = 1024 * 1024 * 1024
    text: int = 5_000_000
    pages: int = 5_000
    file: int = 256 * 1024 * 1024
    # What is drawn: so many pages, and each fits in so many points.
    pictures: int = 20
    picture_width: int = 900
    picture_height: int = 1800
    # What is shown of a workbook: so many sheets, and of each so many rows and columns.
    tables: int = 10
    rows: int = 100
    columns: int = 15


DEFAULT_LIMITS = Limits()
# Drawing takes longer than reading, and nobody waits for it.
DRAWING_LIMITS = Limits(seconds=45.0)


@dataclass(frozen=True, slots=True)
class Extraction:
    """Text or a reason, never both and never neither.

    `pages` keeps the numbering of the document: page 3 is `pages[2]`, also when page 2 is empty.
    `truncated` says that there is more text than this: a limit was met, or the rest is damaged.
    """

    pages: tuple[str, ...] = ()
    page_kind: PageKind = "none"
    title: str | None = None
    reason: Reason | None = None
    truncated: bool = False

    def __post_init__(self) -> None:
        if bool(self.pages) == (self.reason is not None):
            raise ValueError("an extraction has text or a reason")

    @property
    def text(self) -> str:
        """All pages as one text, with an empty line between two pages."""
        return "\n\n".join(page for page in self.pages if page)


class Refused(Exception):
    """A parser will not go on with this file, for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Full(Exception):
    """There is enough text, or there are enough pages: stop reading."""
