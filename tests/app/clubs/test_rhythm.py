"""Who stays away: by each child's own rhythm, weighed against who else came; examples, then what always holds."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clubs.rhythm import ClubDay, Rhythm, Standing, Turnout, rhythms, staying_away

CHILD = UUID(int=1)
OTHERS = tuple(UUID(int=100 + number) for number in range(20))
FIRST = date(2026, 1, 5)


def _days(pattern: str, *, others: str = "", every: int = 7, first: date = FIRST) -> list[ClubDay]:
    """Make sessions: x the child came, . did not, - cancelled; `others`: f few of them came, n none, else all."""
    days = []
    for at, mark in enumerate(pattern):
        kind = others[at : at + 1]
        there = {"f": OTHERS[:2], "n": ()}.get(kind, OTHERS)
        came = frozenset((*there, *((CHILD,) if mark == "x" else ())))
        on = first + timedelta(days=every * at)
        days.append(ClubDay(on, frozenset() if mark == "-" else came, is_cancelled=mark == "-"))
    return days


def _of_child(days: Sequence[ClubDay], child_id: UUID = CHILD) -> Rhythm:
    return next(each for each in rhythms(days) if each.child_id == child_id)


@pytest.mark.parametrize(
    ("pattern", "others", "standing"),
    [
        # Came 9 of 10, missed the last three while everybody else came.
        ("xxxxx.xxxx...", "", Standing.STAYS_AWAY),
        # One missed day says nothing of somebody who missed one before.
        ("xxxxx.xxxx.", "", Standing.COMES),
        # Always came: two full days missed are unusual already.
        ("xxxxxxxxxxxx..", "", Standing.STAYS_AWAY),
        # The same two days in the rain, when two of twenty came, tell nothing.
        ("xxxxxxxxxxxx..", "____________ff", Standing.COMES),
        # Pchum Ben: nobody was there at all, and the third day was cancelled.
        ("xxxxxxxxxxxx..-", "____________nn", Standing.COMES),
        # Comes about every other time: four missed are not unusual, eight are.
        ("x.x..xx.x.xx....", "", Standing.COMES),
        ("x.x..xx.x.xx........", "", Standing.STAYS_AWAY),
        # Comes in stretches of four, as a family that follows the harvest does: four missed are as always.
        ("xxxx....xxxx....xxxx....xxxx....", "", Standing.COMES),
        # Came twice and no more: no rhythm yet.
        ("xx....", "", Standing.NEW),
        ("xx", "", Standing.NEW),
        # Came four times and then nine times not: a child who left, not one who stays away.
        ("xxxx.........", "", Standing.STOPPED),
        # Came for half a year and then nine times not: still looked for.
        ("x" * 26 + "." * 9, "", Standing.STAYS_AWAY),
        # Back again: off the list by itself.
        ("xxxxx.xxxx....x", "", Standing.COMES),
    ],
)
def test_each_child_is_weighed_by_their_own_rhythm(pattern: str, others: str, standing: Standing) -> None:
    assert _of_child(_days(pattern, others=others)).standing is standing


def test_a_child_who_comes_on_saturdays_does_not_miss_the_tuesdays() -> None:
    saturday, tuesday = date(2026, 1, 3), date(2026, 1, 6)
    days = [*_days("xxxxxxxxxx", first=saturday), *_days("..........", first=tuesday)]

    assert _of_child(days).standing is Standing.COMES
    missed = saturday + timedelta(weeks=10)
    more = [*_days("...", first=missed), *_days("...", first=tuesday + timedelta(weeks=10))]
    assert _of_child([*days, *more]).standing is Standing.STAYS_AWAY


def test_words_have_what_they_say() -> None:
    rhythm = _of_child(_days("xxxxx.xxxx..."))

    assert (rhythm.came_times, rhythm.told_of, rhythm.missed) == (9, 10, 3)
    assert rhythm.last_came == FIRST + timedelta(weeks=9)
    assert rhythm.since == FIRST + timedelta(weeks=10)
    assert rhythm.turnout is Turnout.MOST_CAME


def test_words_say_when_few_others_came() -> None:
    few = _of_child(_days("x" * 20 + "." * 30, others="_" * 20 + "f" * 4))
    assert _of_child(_days("x" * 20 + "....", others="_" * 20 + "ffff")).turnout is Turnout.FEW_CAME
    assert few.turnout is Turnout.MOST_CAME


def test_the_most_unusual_absence_comes_first() -> None:
    other = UUID(int=2)
    days = _days("xxxxxxxxxxxx....")
    days = [
        ClubDay(day.on, day.came | {other}) if at < 12 and at % 2 == 0 else day for at, day in enumerate(days)
    ]
    days += _days("....", first=days[-1].on + timedelta(weeks=1))

    assert [each.child_id for each in staying_away(days)] == [CHILD, other]


def test_a_club_without_sessions_has_nobody() -> None:
    assert rhythms([]) == []
    assert rhythms(_days("----")) == []


_PATTERNS = st.text("x.", min_size=1, max_size=40)
_TURNOUTS = st.text("afn", max_size=40)


@given(_PATTERNS, _TURNOUTS)
def test_whoever_came_last_time_does_not_stay_away(pattern: str, others: str) -> None:
    rhythm = _of_child(_days(f"{pattern}x", others=others))

    assert rhythm.standing in (Standing.COMES, Standing.NEW)
    assert rhythm.missed == 0


@given(_PATTERNS, st.integers(0, 6))
def test_days_on_which_nobody_came_and_cancelled_ones_change_nothing(pattern: str, quiet: int) -> None:
    days = _days(f"x{pattern}")
    last = days[-1].on
    empty = [ClubDay(last + timedelta(days=1 + at), frozenset()) for at in range(quiet)]
    cancelled = [ClubDay(each.on, frozenset(OTHERS), is_cancelled=True) for each in empty]

    assert _of_child([*days, *empty, *cancelled]) == _of_child(days)


@given(_PATTERNS, _TURNOUTS)
def test_a_longer_absence_is_never_less_unusual(pattern: str, others: str) -> None:
    days = _days(f"x{pattern}", others=others)
    longer = [*days, ClubDay(days[-1].on + timedelta(weeks=1), frozenset(OTHERS))]

    assert _of_child(longer).chance <= _of_child(days).chance


@given(_PATTERNS, st.integers(1, 10))
def test_absence_on_days_when_fewer_came_is_never_more_unusual(pattern: str, missed: int) -> None:
    whole = _of_child(_days(f"x{pattern}x" + "." * missed))
    rainy = _of_child(_days(f"x{pattern}x" + "." * missed, others="a" * (len(pattern) + 2) + "f" * missed))

    assert rainy.chance >= whole.chance


@given(_PATTERNS, _TURNOUTS, st.randoms())
def test_neither_the_order_of_the_days_nor_the_names_matter(
    pattern: str, others: str, chance: Random
) -> None:
    days = _days(f"x{pattern}", others=others)
    shuffled = list(days)
    chance.shuffle(shuffled)

    assert _of_child(shuffled) == _of_child(days)


@given(_PATTERNS, _TURNOUTS)
def test_chances_and_counts_stay_in_their_bounds(pattern: str, others: str) -> None:
    for each in rhythms(_days(pattern, others=others)):
        assert 0 <= each.chance <= 1
        assert 1 <= each.came_times <= each.told_of <= 10
        assert (each.since is None) == (each.missed == 0)
