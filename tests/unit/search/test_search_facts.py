"""Keys in a few bytes each."""

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.search.facts import Keys

KEYS = st.one_of(
    st.builds("{}:{}".format, st.sampled_from(("item", "reply", "", "a:b")), st.integers(0, 2**33)),
    st.sampled_from(("", ":", "item:", "item:007", "item:-1", "item:٣", "item:²", "map/naam.pdf", "7")),
    st.text("item:0123", max_size=6),
)


@settings(deadline=None)
@given(st.lists(KEYS, max_size=20), KEYS)
def test_every_key_comes_back_and_is_found_where_it_stands(keys: list[str], other: str) -> None:
    kept = Keys()
    for key in keys:
        kept.append(key)
    assert [kept[place] for place in range(len(keys))] == keys
    for wanted in {*keys, other}:
        assert sorted(kept.places(wanted)) == [place for place, key in enumerate(keys) if key == wanted]


def test_more_sorts_of_keys_than_fit_in_a_byte() -> None:
    kept = Keys()
    keys = [f"sort{number}:{number % 3}" for number in range(600)]
    for key in keys:
        kept.append(key)
    assert [kept[place] for place in range(600)] == keys
    assert list(kept.places("sort599:2")) == [599]
