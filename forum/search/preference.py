"""What makes one document better than another that answers as well: every word, a verified mark, new, near by."""

from forum.search.engine import Query
from forum.search.facts import NO_DAY
from forum.search.ranking import Found, Scope, Scores, highest

ALL_WORDS = 1.5  # what a document with every word of a short question is worth more
SHORT = 3  # words; of a whole sentence no document needs to hold every word
LOOK_AT = 300  # documents that can be moved by being new or near
NEW = 0.15  # what a document of today is worth more than a very old one
HALF_LIFE = 365  # days after which half of that is left
OWN_GROUP = 0.15  # what a document of a group that the reader is a member of is worth more


def prefer(query: Query, scores: Scores, found: list[Found], scope: Scope) -> None:
    """Raise, in place, the scores of what the reader would rather have."""
    for number, here in enumerate(scores):
        if len(found) <= SHORT:
            for doc in set(here).intersection(*(one.scores[number] for one in found)):
                here[doc] *= ALL_WORDS
        for doc, boost in scope.segments[number].facts.boosts.items():
            if doc in here:
                here[doc] *= boost
    if query.today is None and not query.own_groups:
        return
    today = query.today.toordinal() if query.today else NO_DAY
    for score, (number, doc) in highest(scores, LOOK_AT):
        facts = scope.segments[number].facts
        more = 1.0
        if today and facts.day_of[doc] != NO_DAY:
            more += NEW * 0.5 ** (max(0, today - facts.day_of[doc]) / HALF_LIFE)
        if facts.group_of[doc] in query.own_groups:
            more += OWN_GROUP
        scores[number][doc] = score * more
