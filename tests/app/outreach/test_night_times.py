"""A time typed in the middle of a night means the one moment it can mean, and is never put on another night."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import in_zone
from app.outreach.night_times import days_to_choose, moment_of, next_at, time_of

TWENTY_PAST_MIDNIGHT = datetime(2026, 11, 2, 17, 20, tzinfo=UTC)
"""00:20 on 3 November in Phnom Penh."""
SIX_HOURS = timedelta(hours=6)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
zones = st.sampled_from(("Asia/Phnom_Penh", "Asia/Kolkata", "Asia/Manila", "Indian/Antananarivo", "UTC"))


def meant(typed: time, *, back: timedelta = SIX_HOURS, on: date | None = None) -> datetime:
    """Return what a time typed at 00:20 means to somebody who has been out for some hours."""
    now = TWENTY_PAST_MIDNIGHT
    return moment_of(typed, on, first=now - back, last=now, now=now, outside="not-then")


def test_a_time_before_midnight_typed_after_it_is_yesterdays() -> None:
    assert meant(time(23, 40)) == TWENTY_PAST_MIDNIGHT - timedelta(minutes=40)


def test_a_phone_that_runs_a_little_ahead_means_now() -> None:
    assert meant(time(0, 23)) == TWENTY_PAST_MIDNIGHT


def test_a_time_well_ahead_is_neither_in_the_future_nor_of_the_night_before() -> None:
    with pytest.raises(NotAllowedNow, match="not-then"):
        meant(time(0, 40))


def test_a_time_that_could_be_of_two_nights_is_asked_about() -> None:
    with pytest.raises(NotAllowedNow, match="which-night"):
        meant(time(23, 40), back=timedelta(hours=30))

    days = days_to_choose(TWENTY_PAST_MIDNIGHT - timedelta(hours=30), TWENTY_PAST_MIDNIGHT)
    assert days == (date(2026, 11, 3), date(2026, 11, 2), date(2026, 11, 1))
    asked = meant(time(23, 40), back=timedelta(hours=30), on=date(2026, 11, 1))
    assert asked == TWENTY_PAST_MIDNIGHT - timedelta(hours=24, minutes=40)


def test_a_return_before_the_start_is_tomorrows() -> None:
    start = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)  # 19:00 there

    assert next_at(time(1, 30), after=start) == start + timedelta(hours=6, minutes=30)


@given(moments, times, st.timedeltas(timedelta(minutes=1), timedelta(hours=70)), zones)
def test_what_is_meant_is_the_only_moment_with_that_time_of_day(
    now: datetime, typed: time, back: timedelta, zone: str
) -> None:
    first = now - back
    with in_zone(zone):
        assume(typed != time_of(now))
        try:
            found = moment_of(typed, None, first=first, last=now, now=now, outside="not-then")
        except NotAllowedNow as refusal:
            asked = refusal.reasons == ("which-night",)
            assert not asked or days_to_choose(first, now)
        else:
            assert first.replace(second=0, microsecond=0) <= found <= now
            assert found == now or time_of(found) == typed
            assert found - timedelta(days=1) < first
            assert found + timedelta(days=1) > now


@given(moments, times)
def test_the_next_moment_is_within_a_day_and_after_the_start(after: datetime, typed: time) -> None:
    found = next_at(typed, after=after)

    assert after < found <= after + timedelta(days=1)
