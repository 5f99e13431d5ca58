"""Answers that an editor puts above the answer to a question. Each reader sees those that they may read."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.access import Action, Reader, get_visible, require, visible
from forum.core import security_event
from forum.core.item import Item, State
from forum.lib.db import db
from forum.lib.errors import Invalid, NotFound
from forum.search.models import BestBet
from forum.search.standing import terms

LONGEST_QUESTION = 200
MOST = 3  # above one answer; more is no longer a best one


@dataclass(frozen=True)
class Bet:
    """A question, and the item above its answer."""

    bet_id: int
    question: str
    item: Item


def list_bets(reader: Reader) -> list[Bet]:
    """Those whose item `reader` may read, by question. Groups and authors of the items are loaded.

    Raises:
        Forbidden: `reader` is no editor.
    """
    require(reader, Action.SEARCH_EDIT)
    readable = visible(Item, reader).where(Item.state == State.PUBLISHED)
    query = readable.join(BestBet, BestBet.item_id == Item.id).add_columns(BestBet.id, BestBet.question)
    rows = db.session.execute(
        query.options(joinedload(Item.group)).order_by(func.lower(BestBet.question), BestBet.id)
    )
    return [Bet(row.id, row.question, row.Item) for row in rows]


def put(reader: Reader, question: str, public_id: str) -> None:
    """Put the item with this public id above the answer to `question`. Twice is once.

    Raises:
        Forbidden: `reader` is no editor. NotFound: they may not read such an item.
        Invalid: the question holds no word, or has three already.
    """
    require(reader, Action.SEARCH_EDIT)
    question = " ".join(question.split())[:LONGEST_QUESTION]
    wanted = terms(question)
    if not wanted:
        raise Invalid(_("Vul de woorden in waarop mensen zoeken."), "question")
    item = get_visible(Item, public_id, reader)
    if item.state != State.PUBLISHED:
        raise NotFound
    there = set(db.session.scalars(select(BestBet.item_id).where(BestBet.terms == wanted)))
    if item.id in there:
        return
    if len(there) >= MOST:
        raise Invalid(_("Boven deze zoekvraag staan al drie antwoorden. Haal er eerst een weg."), "question")
    db.session.add(BestBet(question=question, terms=wanted, item_id=item.id))
    security_event.record("best-answer-put", None, question, by=reader.user_id)


def take_away(reader: Reader, bet_id: int) -> str:
    """Let an answer stand above a question no longer; gives that question.

    Raises:
        Forbidden: `reader` is no editor. NotFound: it is not there, or they may not read its item.
    """
    require(reader, Action.SEARCH_EDIT)
    bet = db.session.get(BestBet, bet_id)
    if bet is None:
        raise NotFound
    get_visible(Item, bet.item_id, reader)
    db.session.delete(bet)
    security_event.record("best-answer-taken-away", None, bet.question, by=reader.user_id)
    return bet.question
