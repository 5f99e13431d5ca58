"""The packed list of words says what wordfreq says."""

from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st
from wordfreq import get_frequency_dict

from forum.search.analysis.wordlist import WordList

WORDS = WordList()


def test_every_fiftieth_word_and_what_is_no_word() -> None:
    known = get_frequency_dict("nl", wordlist="best")
    assert len(list(WORDS)) == len(known)
    for word in islice(known, 0, None, 50):
        assert WORDS.frequency(word) == known[word]
        assert WORDS.frequency(word + "#") == 0.0
    assert WORDS.frequency("") == 0.0


@settings(deadline=None)  # how fast is no promise of a test
@given(st.text(max_size=8))
def test_any_text(text: str) -> None:
    assert WORDS.frequency(text) == get_frequency_dict("nl", wordlist="best").get(text, 0.0)
