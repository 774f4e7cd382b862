"""A mapping whose copies share what is old."""

from copy import copy

import pytest

from app.keyring import layered_mapping as layered
from app.keyring.layered_mapping import Layered


def filled(**values: int) -> Layered[str, int]:
    """Return a mapping with these values."""
    made: Layered[str, int] = Layered()
    made.update(values)
    return made


@pytest.mark.parametrize("at_most", [0, 256], ids=["laid down", "carried on"])
def test_a_copy_changes_nothing_for_anybody_else(monkeypatch: pytest.MonkeyPatch, at_most: int) -> None:
    monkeypatch.setattr(layered, "NEW_AT_MOST", at_most)
    first = copy(filled(kept=1, changed=2, taken=3))
    second = copy(first)
    second["changed"], second["added"] = 20, 4
    del second["taken"]
    assert dict(first) == {"kept": 1, "changed": 2, "taken": 3}
    assert dict(copy(second)) == {"kept": 1, "changed": 20, "added": 4}
    assert (len(first), len(second)) == (3, 3)
    assert "taken" not in second


def test_what_was_taken_away_may_come_back() -> None:
    twin = copy(copy(filled(place=1)))
    assert twin.pop("place") == 1
    assert twin.get("place") is None
    with pytest.raises(KeyError):
        del twin["place"]
    twin["place"] = 2
    assert dict(twin) == {"place": 2}


def test_a_copy_costs_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layered, "NEW_AT_MOST", 2)
    old = copy(filled(**{f"place {number}": number for number in range(1000)}))
    twin = copy(old)
    assert twin._old is old._old
    twin["place 1000"] = 1000
    assert copy(twin)._old is old._old


@pytest.mark.parametrize("at_most", [0, 256], ids=["laid down", "carried on"])
def test_what_is_put_there_again_comes_last(monkeypatch: pytest.MonkeyPatch, at_most: int) -> None:
    monkeypatch.setattr(layered, "NEW_AT_MOST", at_most)
    twin = copy(filled(first=1, second=2, third=3))
    twin["first"] = 10
    twin["fourth"] = 4
    twin["second"] = 20
    again = copy(twin)
    assert list(again) == ["third", "first", "fourth", "second"]
    assert list(reversed(again)) == ["second", "fourth", "first", "third"]
