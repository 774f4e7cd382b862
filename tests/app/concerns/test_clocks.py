"""Clocks count from posting, never pause, and move with the urgency."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.concerns.clocks import deadline, moved_due
from app.foundation.vocabulary.urgencies import ACKNOWLEDGE_WITHIN, Urgency

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the bounds of aware moments are given without a zone
SPANS = st.timedeltas(timedelta(0), timedelta(days=400))
URGENCIES = st.sampled_from(Urgency)


@given(due_at=MOMENTS, now=MOMENTS)
def test_a_clock_is_late_exactly_after_its_moment(due_at: datetime, now: datetime) -> None:
    seen = deadline(due_at, now=now)

    assert seen.is_late == (now > due_at)
    assert seen.seconds == int(abs((due_at - now).total_seconds()))


@given(due_at=MOMENTS, first=MOMENTS, later=SPANS)
def test_time_only_ever_brings_it_nearer(due_at: datetime, first: datetime, later: timedelta) -> None:
    before, after = deadline(due_at, now=first), deadline(due_at, now=first + later)

    assert not (before.is_late and not after.is_late)


@given(posted_at=MOMENTS, changes=st.lists(URGENCIES, min_size=1, max_size=6))
def test_however_often_the_urgency_changes_the_clock_is_that_of_the_last(
    posted_at: datetime, changes: list[Urgency]
) -> None:
    urgency = Urgency.HIGH
    due_at = posted_at + ACKNOWLEDGE_WITHIN[urgency]
    for changed in changes:
        due_at = moved_due(
            due_at,
            posted_at=posted_at,
            before=ACKNOWLEDGE_WITHIN[urgency],
            after=ACKNOWLEDGE_WITHIN[changed],
            called_again=False,
        )
        urgency = changed

    assert due_at == posted_at + ACKNOWLEDGE_WITHIN[changes[-1]]


@given(posted_at=MOMENTS, passed=SPANS, before=URGENCIES, after=URGENCIES)
def test_a_concern_that_called_again_counts_from_that_call(
    posted_at: datetime, passed: timedelta, before: Urgency, after: Urgency
) -> None:
    called_at = posted_at + passed

    due_at = moved_due(
        called_at + ACKNOWLEDGE_WITHIN[before],
        posted_at=posted_at,
        before=ACKNOWLEDGE_WITHIN[before],
        after=ACKNOWLEDGE_WITHIN[after],
        called_again=True,
    )

    assert due_at == called_at + ACKNOWLEDGE_WITHIN[after]


@given(before=URGENCIES, after=URGENCIES)
def test_the_more_urgent_is_due_no_later(before: Urgency, after: Urgency) -> None:
    order = list(Urgency)
    if order.index(before) <= order.index(after):
        assert ACKNOWLEDGE_WITHIN[before] <= ACKNOWLEDGE_WITHIN[after]
