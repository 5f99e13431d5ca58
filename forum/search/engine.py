"""What a search engine is to the rest of the house: four small records and one protocol.

No Flask and no database here. The access argument (`labels`) is part of the question itself and has no
default, so that nobody can forget it. What an engine answers is a list of keys: the rows behind them are
loaded through `forum.access`, and fragments are made from those rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from markupsafe import Markup

from forum.search.analysis.synonyms import Thesaurus


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocument:
    """One thing that can be found: an item, a reply, a group or a person.

    `key` is "item:123", "reply:45", "group:3" or "user:7". `extra` holds names that belong to it
    (attachments, poll options, themes, the author). `parent` is the key of the item of a reply. `passages` are
    the pages of a document, in order: searched as if they stood behind `body`. `file_type` is the short name of what
    sort of file it is ("PDF"), or "".
    Raises ValueError without key or without labels: what nobody may read is deleted, not indexed.
    """

    key: str
    kind: str
    labels: frozenset[str]
    title: str = ""
    body: str = ""
    summary: str = ""
    extra: str = ""
    passages: tuple[str, ...] = ()
    group_id: int | None = None
    author_id: int | None = None
    theme_ids: tuple[int, ...] = ()
    published_at: datetime | None = None
    file_type: str = ""
    boost: float = 1.0
    parent: str | None = None

    def __post_init__(self) -> None:
        if not self.key or not self.kind:
            raise ValueError("an indexed document needs a key and a kind")
        if isinstance(self.labels, str) or not self.labels or not all(self.labels):
            raise ValueError(f"{self.key}: a document without labels cannot be indexed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question of one reader.

    `text` is what was typed, never query syntax: words, and "phrases" in double quotes.
    `labels` are those of the reader (required; an empty set finds nothing). `exclude_keys` are left out
    of hits, totals, facets and suggestions: things with an access change that is not indexed yet.
    An excluded item takes its replies (documents with that `parent`) with it.

    The rest narrows the answer. `author_ids` are people, `colleague_ids` those of one organisation; `since` and
    `before` are days of publication (`before` itself is not in it), `year` that of publication, in the Netherlands;
    `within` is the key of an item: only it and its replies; `without` are words or phrases that no hit may hold. A
    question without words is answered when something narrows it: the newest first. `thesaurus`: the names of this
    site for one thing. `facets` asks for `Hits.counts`.

    Of what answers as well, that of `own_groups` comes first, and what is new, seen from `today`; without these two
    neither counts.
    """

    text: str
    labels: frozenset[str]
    exclude_keys: frozenset[str] = frozenset()
    kinds: frozenset[str] | None = None
    group_id: int | None = None
    theme_id: int | None = None
    author_ids: frozenset[int] | None = None
    colleague_ids: frozenset[int] | None = None
    year: int | None = None
    file_type: str | None = None
    since: date | None = None
    before: date | None = None
    within: str | None = None
    without: tuple[str, ...] = ()
    thesaurus: Thesaurus | None = None
    facets: bool = False
    own_groups: frozenset[int] = frozenset()
    today: date | None = None
    offset: int = 0
    limit: int = 20

    def __post_init__(self) -> None:
        if isinstance(self.labels, str):
            raise TypeError("labels are a set of strings, not one string")

    @property
    def narrowed(self) -> bool:
        """Whether something else than words says what is wanted."""
        chosen = (self.kinds, self.group_id, self.theme_id, self.author_ids, self.colleague_ids, self.year)
        others = (self.file_type, self.since, self.before, self.within)
        return any(one is not None for one in (*chosen, *others))


@dataclass(frozen=True, slots=True)
class Hit:
    """One found key. `terms` are the words of the reader's question that matched.

    `passage` is the number, from 1, of the passage that answers best, of documents with more than one; None when no
    passage holds a word of the question. Nothing is read again to know it.
    """

    key: str
    score: float
    terms: tuple[str, ...] = ()
    passage: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many hits each choice of a facet gives: themes and authors by id, years, and types of files by name.

    `colleagues` counts authors as if no organisation was chosen: whose organisation is what, only the database knows.
    """

    themes: Mapping[int, int] = field(default_factory=dict)
    authors: Mapping[int, int] = field(default_factory=dict)
    colleagues: Mapping[int, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    file_types: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of an answer, with counts over the reader's own set.

    `kind_counts` ignore the chosen kinds and `group_counts` the chosen group, so that a filter can show
    what the other choices would give; so do the `counts` (when asked for) each their own choice. `suggestion` is a better spelling of the whole question, or None.
    """

    total: int = 0
    keys: list[Hit] = field(default_factory=list)
    kind_counts: Mapping[str, int] = field(default_factory=dict)
    group_counts: Mapping[int, int] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    suggestion: str | None = None


class SearchEngine(Protocol):
    """An index that can be thrown away and made again at any time."""

    def search(self, query: Query) -> Hits:
        """Answer a question. A missing or damaged index gives empty Hits, never an exception."""

    def apply(self, upserts: Iterable[IndexDocument], deletes: Iterable[str] = ()) -> None:
        """Add or replace documents and delete keys, in one commit; doing it twice changes nothing.

        Raises IndexDamaged when there is no usable index (the caller rebuilds) and IndexBusy when another
        process keeps writing, or nothing can be written now (a full disk).
        """

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        """Build a new index beside the old one, swap it in, and return the number of documents.

        Readers go on meanwhile. Raises IndexBusy when another process keeps writing.
        """

    def version_ok(self) -> bool:
        """Whether there is a readable index made by this analyzer and schema; if not: rebuild."""

    def count(self) -> int:
        """The number of documents in the index; 0 when there is none."""

    def highlight(self, text: str, query_text: str, length: int = 200) -> Markup:
        """The best passage of `text` for the question, escaped, its matching words in <mark>."""


class SearchError(Exception):
    """Something about the index that the caller can act on."""


class IndexDamaged(SearchError):
    """There is no index, or one that cannot be read or has another version: rebuild."""


class IndexBusy(SearchError):
    """Another process holds the writer's lock, or there is no room: try again later."""
