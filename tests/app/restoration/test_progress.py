"""First, previous and latest; falls; and the days assessments are due."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.restoration.assessments import restoration_pack
from app.restoration.progress import EARLY_ENOUGH, Scored, add_months, next_assessment_on, progress_by_domain

PACK = restoration_pack()
DOMAIN = PACK.domains[0].id
START = date(2026, 1, 31)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
scores = st.lists(st.integers(1, 4), min_size=1, max_size=8)


def series(values: list[int]) -> list[Scored]:
    """Return assessments of one domain, a day apart."""
    return [Scored(START + timedelta(days=index), {DOMAIN: value}) for index, value in enumerate(values)]


@given(scores)
def test_first_previous_and_latest_are_shown_and_none_twice(values: list[int]) -> None:
    [progress] = progress_by_domain(PACK, list(reversed(series(values))))
    expected = values if len(values) < 3 else [values[0], values[-2], values[-1]]
    assert list(progress.scores) == expected
    assert progress.latest == values[-1]


@given(scores)
def test_a_fall_is_from_the_previous_to_the_latest(values: list[int]) -> None:
    [progress] = progress_by_domain(PACK, series(values))
    assert progress.has_fallen == (len(values) > 1 and values[-1] < values[-2])


@given(scores)
def test_a_fragile_latest_score_wants_a_goal(values: list[int]) -> None:
    [progress] = progress_by_domain(PACK, series(values))
    assert progress.wants_goal == (values[-1] <= 2)


def test_a_domain_that_was_not_scored_is_not_shown() -> None:
    assert progress_by_domain(PACK, []) == []


def test_the_first_assessment_is_due_at_intake_then_at_six_and_twelve_months_then_yearly() -> None:
    assert next_assessment_on(PACK, START, []) == START
    done = [START]
    due = []
    for _ in range(4):
        due.append(next_assessment_on(PACK, START, done))
        done.append(due[-1])
    assert due == [date(2026, 7, 31), date(2027, 1, 31), date(2028, 1, 31), date(2029, 1, 31)]


@given(days, st.lists(st.integers(0, 3000), max_size=6))
def test_the_next_day_lies_after_the_last_assessment(intake: date, offsets: list[int]) -> None:
    done = [intake + timedelta(days=offset) for offset in offsets]
    due = next_assessment_on(PACK, intake, done)
    assert due >= intake
    assert not done or due > max(done) + EARLY_ENOUGH
    assert not done or due <= add_months(max(done) + EARLY_ENOUGH, 12)


@given(days, st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
