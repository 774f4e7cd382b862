"""A time typed in the middle of a night means the moment that somebody out there would mean."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.outreach.night_times import last_at, next_at, time_of

TWENTY_PAST_MIDNIGHT = datetime(2026, 11, 2, 17, 20, tzinfo=UTC)
"""00:20 on 3 November in Phnom Penh."""

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
times = st.times().map(lambda t: t.replace(microsecond=0))


def test_a_time_before_midnight_typed_after_it_is_yesterdays() -> None:
    meant = last_at(time(23, 40), until=TWENTY_PAST_MIDNIGHT)

    assert meant == TWENTY_PAST_MIDNIGHT - timedelta(minutes=40)


def test_a_phone_that_runs_a_little_ahead_means_now() -> None:
    assert last_at(time(0, 23), until=TWENTY_PAST_MIDNIGHT) == TWENTY_PAST_MIDNIGHT


def test_a_time_well_ahead_is_never_in_the_future() -> None:
    assert last_at(time(0, 40), until=TWENTY_PAST_MIDNIGHT) < TWENTY_PAST_MIDNIGHT - timedelta(hours=23)


def test_a_return_before_the_start_is_tomorrows() -> None:
    start = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)  # 19:00 there

    assert next_at(time(1, 30), after=start) == start + timedelta(hours=6, minutes=30)


@given(moments, times)
def test_the_last_moment_is_within_a_day_and_not_after_the_end(until: datetime, typed: time) -> None:
    meant = last_at(typed, until=until)

    assert until - timedelta(days=1) <= meant <= until
    assert meant == until or time_of(meant) == typed.replace(second=0)


@given(moments, times)
def test_the_next_moment_is_within_a_day_and_after_the_start(after: datetime, typed: time) -> None:
    meant = next_at(typed, after=after)

    assert after < meant <= after + timedelta(days=1)
