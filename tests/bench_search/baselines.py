"""What search would be without work: three ways that cost nothing, on the same documents in the same run."""

import math
import os
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg

from forum.search.engine import IndexDocument
from forum.search.evaluate import Ask

TITLE = 3.0  # what a title counts for, in all three
K1, B = 1.2, 0.75
_WORD = re.compile(r"\w+")
_MOST = 400_000  # characters: PostgreSQL refuses a larger vector


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _body(document: IndexDocument) -> str:
    return "\n".join((document.body, *document.passages, document.extra))


def plain(documents: Sequence[IndexDocument]) -> Ask:
    """BM25 on words as they are written, in lower case."""
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    lengths = []
    for number, document in enumerate(documents):
        counts: Counter[str] = Counter(_words(_body(document)))
        lengths.append(sum(counts.values()))
        weighted = {word: float(count) for word, count in counts.items()}
        for word in _words(document.title):
            weighted[word] = weighted.get(word, 0.0) + TITLE
        for word, weight in weighted.items():
            postings[word].append((number, weight))
    average = max(1.0, sum(lengths) / len(lengths))

    def ask(text: str, limit: int) -> list[str]:
        scores: dict[int, float] = defaultdict(float)
        for word in dict.fromkeys(_words(text)):
            found = postings.get(word, ())
            idf = math.log(1 + (len(documents) - len(found) + 0.5) / (len(found) + 0.5))
            for number, count in found:
                long = K1 * (1 - B + B * lengths[number] / average)
                scores[number] += idf * count * (K1 + 1) / (count + long)
        best = sorted(scores, key=lambda number: -scores[number])[:limit]
        return [documents[number].key for number in best]

    return ask


def fts5(documents: Sequence[IndexDocument]) -> Ask:
    """SQLite's full text search, any of the words, its own BM25."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE texts USING fts5(key UNINDEXED, title, body, tokenize='unicode61 remove_diacritics 2')"
    )
    rows = [(one.key, one.title, _body(one)) for one in documents]
    database.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows)

    def ask(text: str, limit: int) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in dict.fromkeys(_words(text)))
        query = f"SELECT key FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 0, {TITLE}, 1.0) LIMIT ?"
        return [key for (key,) in database.execute(query, (words, limit))] if words else []

    return ask


@contextmanager
def postgres(documents: Sequence[IndexDocument]) -> Iterator[Ask]:
    """PostgreSQL with the configuration `dutch`, any of the words, in a table that goes with the connection."""
    url = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TEMPORARY TABLE texts (key text, words tsvector)")
        for one in documents:
            connection.execute(
                "INSERT INTO texts VALUES (%s, setweight(to_tsvector('dutch', %s), 'A')"
                " || setweight(to_tsvector('dutch', %s), 'D'))",
                (one.key, one.title.replace("\0", " "), _body(one).replace("\0", " ")[:_MOST]),
            )

        def ask(text: str, limit: int) -> list[str]:
            query = (
                "WITH asked AS (SELECT replace(plainto_tsquery('dutch', %s)::text, '&', '|')::tsquery AS q)"
                " SELECT key FROM texts, asked WHERE words @@ q"
                " ORDER BY ts_rank('{0.1, 0.2, 0.4, 1.0}', words, q, 1) DESC, key LIMIT %s"
            )
            return [key for (key,) in connection.execute(query, (text, limit))]

        yield ask
