"""What every search must know of the database before it asks the index: one question for all of it."""

from dataclasses import dataclass

from sqlalchemy import func, literal, select, union_all

from forum.lib.db import db
from forum.search import documents, words
from forum.search.analysis.synonyms import Thesaurus
from forum.search.models import BestBet, IndexChange, WordLine
from forum.search.question import read

LONGEST_TERMS = 400
_WORDS, _BET = "words", "bet"


@dataclass(frozen=True)
class Standing:
    """`excluded` changed access and is not indexed yet: the index may still show it to the wrong people (T02).
    `bets` are the items that editors put above the answer to this question; who may read them is not asked yet."""

    excluded: frozenset[str]
    thesaurus: Thesaurus
    bets: tuple[int, ...] = ()


def terms(text: str) -> str:
    """What a question comes down to: the same for other forms of its words, in whatever order; "" without words."""
    return " ".join(sorted({concept.term for concept in read(text).concepts}))[:LONGEST_TERMS]


def now(text: str = "") -> Standing:
    """How things stand, for the question `text`."""
    wanted = terms(text)
    parts = [
        select(IndexChange.subject, IndexChange.subject_id).where(IndexChange.access.is_(True)),
        select(literal(_WORDS), func.coalesce(func.sum(WordLine.revision), 0)),
    ]
    if wanted:
        parts.append(select(literal(_BET), BestBet.item_id).where(BestBet.terms == wanted))
    excluded: set[str] = set()
    bets: list[int] = []
    revision = 0
    for subject, number in db.session.execute(union_all(*parts)):
        if subject == _WORDS:
            revision = number
        elif subject == _BET:
            bets.append(number)
        else:
            excluded.add(documents.key(subject, number))
    return Standing(frozenset(excluded), words.thesaurus(revision), tuple(sorted(bets)))
