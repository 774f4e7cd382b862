"""What was stated of things, and when: a copy may be added to, and the newest are found first."""

from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.keyring import layered_mapping as layered
from app.keyring.directory_history import Past, SetBack, Timeline

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


class TestAClockThatWasAhead:
    """A statement that names a later moment than one after it: nobody knows when it was made."""

    YEARS = timedelta(days=730)

    def past(self) -> Timeline[str]:
        """Return a thing stated three times, the second time by a clock that was two years ahead."""
        made: Timeline[str] = Timeline()
        made.note(FIRST, BEGAN, "first", seq=1)
        made.note(FIRST, BEGAN + self.YEARS, "ahead", seq=2)
        made.note(SECOND, BEGAN + self.YEARS, "ahead too", seq=3)
        return made

    def test_until_something_later_is_stated_it_is_read_by_the_clock(self) -> None:
        people: Any = self.past()
        past = Past(people=people, newest=BEGAN + self.YEARS)
        assert past.people.at(SECOND, BEGAN + HOUR) is None
        read: Any = past.as_of(BEGAN + HOUR).people
        assert read.at(SECOND, BEGAN + HOUR) == "ahead too"
        assert list(read.perhaps(FIRST, BEGAN + HOUR)) == ["ahead", "first"]
        assert past.as_of(BEGAN + self.YEARS) is past, "once that moment has come, nothing is unknown"

    def test_a_later_statement_shows_it_for_good(self) -> None:
        made = self.past()
        made.set_backs += (SetBack(4, BEGAN + HOUR),)
        made.note(FIRST, BEGAN + HOUR, "third", seq=4)
        assert made.at(FIRST, BEGAN + 2 * HOUR) == "third"
        assert list(made.perhaps(FIRST, BEGAN + HOUR / 2)) == ["ahead", "first"]
        assert list(made.perhaps(FIRST, BEGAN - HOUR)) == [], "it was first stated later than that"
        assert made.at(SECOND, BEGAN + 2 * HOUR) == "ahead too"

    def test_what_is_stated_in_order_is_never_in_doubt(self) -> None:
        made = stated()
        made.set_backs += (SetBack(9, BEGAN + 9 * HOUR),)
        assert list(made.perhaps(SECOND, BEGAN)) == []
