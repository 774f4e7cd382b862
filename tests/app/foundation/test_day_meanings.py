"""A day is refused when it cannot be what it stands for, by the same bounds in forms and in services."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.clock import SystemClock
from app.foundation.day_meanings import DayMeaning, day_of_reading, fault_of, reading_on, refuse_unlikely
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day

TODAY = date(2026, 11, 2)
WAITED_FOR = (DayMeaning.PLAN_REVIEW, DayMeaning.REVIEW, DayMeaning.PLANNED, DayMeaning.EXPIRES)
OVER = (DayMeaning.BORN, DayMeaning.HAPPENED, DayMeaning.DONE, DayMeaning.BEGAN)


@pytest.mark.parametrize("meaning", [each for each in DayMeaning if each is not DayMeaning.SEARCHED])
@pytest.mark.parametrize("day", [date(1, 1, 1), date(1900, 1, 1), date(2199, 12, 31), date(9999, 12, 31)])
def test_no_stored_day_lies_in_a_year_that_nobody_means(meaning: DayMeaning, day: date) -> None:
    assert fault_of(meaning, day, TODAY)
    with pytest.raises(NotAllowedNow):
        refuse_unlikely(meaning, day, TODAY)


@pytest.mark.parametrize("meaning", DayMeaning)
def test_today_and_yesterday_can_always_be_meant(meaning: DayMeaning) -> None:
    assert fault_of(meaning, TODAY, TODAY) is None
    assert fault_of(meaning, TODAY - timedelta(days=1), TODAY) is None


@pytest.mark.parametrize("meaning", OVER)
def test_what_has_happened_does_not_lie_ahead(meaning: DayMeaning) -> None:
    with pytest.raises(NotAllowedNow, match="in-the-future"):
        refuse_unlikely(meaning, TODAY + timedelta(days=1), TODAY)


@pytest.mark.parametrize("meaning", WAITED_FOR)
def test_what_waits_for_somebody_may_be_late_but_not_put_off_for_a_lifetime(meaning: DayMeaning) -> None:
    refuse_unlikely(meaning, TODAY - timedelta(days=400), TODAY)
    refuse_unlikely(meaning, TODAY + timedelta(days=90), TODAY)
    with pytest.raises(NotAllowedNow, match="too-far-ahead"):
        refuse_unlikely(meaning, TODAY + timedelta(days=366 * 30), TODAY)


@given(st.sampled_from(DayMeaning), st.dates(), st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_form_and_service_never_differ(meaning: DayMeaning, day: date, today: date) -> None:
    try:
        refuse_unlikely(meaning, day, today)
    except NotAllowedNow:
        assert fault_of(meaning, day, today)
    else:
        assert fault_of(meaning, day, today) is None


def test_forms_are_read_on_the_day_of_their_work_where_the_work_is_done() -> None:
    evening = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)  # 1 in the night of 3 November in Phnom Penh
    with reading_on(evening):
        assert day_of_reading() == date(2026, 11, 3)
    assert day_of_reading() == local_day(SystemClock().now())
