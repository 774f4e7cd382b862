"""Attendance over time: every month stands there, children are counted once, and only once as new."""

from datetime import date
from uuid import UUID

from app.clubs.attendance import by_month, split
from app.clubs.rhythm import ClubDay

SOPHEA, DARA, NITA = (UUID(int=number) for number in (1, 2, 3))
DAYS = [
    ClubDay(date(2025, 12, 30), frozenset({SOPHEA})),
    ClubDay(date(2026, 1, 6), frozenset({SOPHEA, DARA})),
    ClubDay(date(2026, 1, 13), frozenset({DARA})),
    ClubDay(date(2026, 1, 20), frozenset(), is_cancelled=True),
    ClubDay(date(2026, 3, 3), frozenset({SOPHEA, NITA})),
]


def test_every_month_stands_there_also_one_without_a_session() -> None:
    january, february, march = by_month(DAYS, first=date(2026, 1, 6), last=date(2026, 3, 31))

    assert (january.held, january.cancelled, january.visits, january.each_time) == (2, 1, 3, 2)
    assert (february.held, february.came, february.each_time) == (0, frozenset(), None)
    assert march.month == date(2026, 3, 1)


def test_a_child_is_new_in_one_month_only_and_not_if_they_came_before_the_first_one_shown() -> None:
    january, _, march = by_month(DAYS, first=date(2026, 1, 1), last=date(2026, 3, 31))

    assert [set(january.new), set(january.known)] == [{DARA}, {SOPHEA}]
    assert [set(march.new), set(march.known)] == [{NITA}, {SOPHEA}]


def test_each_child_is_counted_once_a_month_in_their_kind_of_that_month() -> None:
    months = by_month(DAYS, first=date(2026, 1, 1), last=date(2026, 3, 31))

    def kind(child_id: UUID, month: date) -> str:
        return "older" if child_id == SOPHEA and month > date(2026, 2, 1) else "younger"

    assert split(months, kind, ["younger", "older", "oldest"]) == {"younger": [2, 0, 1], "older": [0, 0, 1]}
