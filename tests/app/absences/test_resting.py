"""How long an answer lets the list rest, and when it does not."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from app.absences.resting import asks_again, rests_until
from app.clubs.rhythm import Rhythm, Standing, Turnout
from app.foundation.vocabulary.absence_answers import LABELS, RESTS_FOR, AbsenceAnswer

ANSWERED_AT = datetime(2026, 11, 10, 3, tzinfo=UTC)


def _away(since: date | None) -> Rhythm:
    last = date(2026, 10, 20)
    return Rhythm(UUID(int=1), Standing.STAYS_AWAY, 9, 10, 3, last, since, Turnout.MOST_CAME, 0.001)


@pytest.mark.parametrize("kind", list(AbsenceAnswer))
def test_a_session_missed_within_its_time_asks_nobody_and_one_after_it_does(kind: AbsenceAnswer) -> None:
    away, last = _away(date(2026, 10, 27)), rests_until(kind, ANSWERED_AT)

    assert not asks_again(away, kind, ANSWERED_AT, newest_missed=last)
    assert asks_again(away, kind, ANSWERED_AT, newest_missed=last + timedelta(days=1))


def test_an_absence_that_began_after_the_answer_is_another_one() -> None:
    away = _away(date(2026, 11, 12))
    assert asks_again(away, AbsenceAnswer.SEEN, ANSWERED_AT, newest_missed=date(2026, 11, 13))


def test_every_answer_has_words_and_a_time() -> None:
    assert LABELS.keys() == RESTS_FOR.keys() == set(AbsenceAnswer)
