"""What was stated of things, and when: a copy may be added to, and the newest are found first."""

from copy import copy
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.keyring import layered_mapping as layered
from app.keyring.directory_history import Timeline

FIRST, SECOND, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)
BEGAN = datetime(2026, 11, 1, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


def stated() -> Timeline[str]:
    """Return three things, stated of an hour apart."""
    made: Timeline[str] = Timeline()
    for number, id_ in enumerate((FIRST, SECOND, THIRD)):
        made.note(id_, BEGAN + number * HOUR, "as it began")
    return made


@pytest.mark.parametrize("at_most", [0, 256], ids=["laid down", "carried on"])
def test_what_was_stated_of_again_is_among_the_newest(monkeypatch: pytest.MonkeyPatch, at_most: int) -> None:
    monkeypatch.setattr(layered, "NEW_AT_MOST", at_most)
    later = copy(stated())
    later.note(FIRST, BEGAN + 3 * HOUR, "changed")
    assert copy(later).since(BEGAN + 2 * HOUR) == [FIRST, THIRD]
    assert (later.at(FIRST, BEGAN + 2 * HOUR), later.at(FIRST, BEGAN + 3 * HOUR)) == (
        "as it began",
        "changed",
    )
    assert later.begun(FIRST) == BEGAN


def test_a_copy_is_added_to_alone_and_shares_what_is_old() -> None:
    earlier = copy(stated())
    later = copy(earlier)
    later.note(SECOND, BEGAN + 3 * HOUR, "changed")
    assert earlier.at(SECOND, BEGAN + 4 * HOUR) == "as it began"
    assert earlier._stated._old is later._stated._old
