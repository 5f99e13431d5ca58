"""Addresses, and when somebody must stay: facts in, result out."""

import pytest

from forum.core.group import Preset
from forum.groups import rules
from forum.lib import ids


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Één Plein!", "een-plein"),
        ("Jeugd & wijk", "jeugd-wijk"),
        ("Nieuw", "groep-nieuw"),
        ("☀☀", "groep"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 200, "x" * rules.SLUG_LENGTH),
    ],
)
def test_a_name_becomes_an_address(name: str, slug: str) -> None:
    assert rules.slug_of(name) == slug


def test_no_name_becomes_a_random_address() -> None:
    for _ in range(200):
        random = ids.public_id()
        assert rules.slug_of(random) == f"groep-{random}"
        assert not rules.is_slug(random)


def test_a_taken_address_gets_a_number() -> None:
    assert rules.free_slug("a", {"a", "a-2"}.__contains__) == "a-3"
    assert rules.free_slug("b", {"a", "a-2"}.__contains__) == "b"


@pytest.mark.parametrize("slug", ["-a", "a-", "a--b", "A", "a b", "nieuw", "", "é", "x" * 61])
def test_what_is_no_slug(slug: str) -> None:
    assert not rules.is_slug(slug)
    assert rules.is_slug("kern-2")


def test_only_crossing_the_line_of_hidden_changes_the_address() -> None:
    changes = {(a, b) for a in Preset for b in Preset if rules.needs_new_address(a, b)}
    assert changes == {
        (Preset.OPEN, Preset.HIDDEN),
        (Preset.CLOSED, Preset.HIDDEN),
        (Preset.HIDDEN, Preset.OPEN),
        (Preset.HIDDEN, Preset.CLOSED),
    }


def test_the_last_manager_would_orphan_the_group() -> None:
    assert rules.would_orphan(is_manager=True, other_managers=0)
    assert not rules.would_orphan(is_manager=True, other_managers=1)
    assert not rules.would_orphan(is_manager=False, other_managers=0)
