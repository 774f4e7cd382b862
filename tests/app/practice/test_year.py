"""The diary keeps to time, and what is made up by chance is the same every time."""

from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

import pytest

from app.foundation.clock import MovableClock
from app.foundation.local_time import to_typed
from app.practice.calendar import moment_of
from app.practice.children import make_families
from app.practice.year import Year

ENDS = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
BEGINS = ENDS - timedelta(days=365)


def test_things_happen_in_order_of_time_at_their_moment() -> None:
    clock, year = MovableClock(BEGINS), Year()
    seen: list[int] = []
    for days in (3, 1, 2):
        year.at(BEGINS + timedelta(days=days), lambda: seen.append((clock.now() - BEGINS).days))

    year.live(clock, until=ENDS, say=lambda _moment: None)

    assert seen == [1, 2, 3]
    assert clock.now() == ENDS


def test_things_of_one_moment_keep_the_order_they_were_noted_in() -> None:
    clock, year = MovableClock(BEGINS), Year()
    seen: list[str] = []
    for name in ("first", "second", "third"):
        year.at(BEGINS, partial(seen.append, name))

    year.live(clock, until=ENDS, say=lambda _moment: None)

    assert seen == ["first", "second", "third"]


def test_what_lies_ahead_of_the_end_does_not_happen() -> None:
    year = Year()
    year.at(ENDS + timedelta(seconds=1), lambda: pytest.fail("it happened"))

    year.live(MovableClock(BEGINS), until=ENDS, say=lambda _moment: None)

    assert len(year) == 1


@pytest.mark.parametrize(
    ("days", "expected"), [(3, "17 09:00"), (2.5, "17 13:30"), (2.01, "17 17:54"), (1, "19 09:00")]
)
def test_whole_days_fall_into_office_hours(days: float, expected: str) -> None:
    assert f"{to_typed(moment_of(days, ENDS)):%d %H:%M}" == expected


def test_less_than_a_day_is_exact() -> None:
    assert moment_of(0.5, ENDS) == ENDS - timedelta(hours=12)


def test_more_days_are_always_earlier() -> None:
    moments = [moment_of(days / 10, ENDS) for days in range(40, 0, -1)]

    assert moments == sorted(moments)


def test_the_same_families_are_made_up_every_time_and_no_name_twice() -> None:
    def made() -> list[str]:
        families = make_families(Random(1), "PP", 40, from_=BEGINS, until=ENDS, taken={"Sok Maly"})
        return [child.profile.latin or child.profile.appearance for child in families]

    first = made()
    named = [name for name in first if len(name.split()) == 2]

    assert first == made()
    assert len(set(named)) == len(named)
    assert "Sok Maly" not in named
