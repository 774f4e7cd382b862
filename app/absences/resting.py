"""Whether an answer lets the list rest: for a while, by its kind, and only for the absence it was given about. Pure."""

from datetime import date, datetime

from app.clubs.rhythm import Rhythm
from app.foundation.local_time import local_day
from app.foundation.vocabulary.absence_answers import RESTS_FOR, AbsenceAnswer


def rests_until(kind: AbsenceAnswer, answered_at: datetime) -> date:
    """Return the last day on which nobody is asked again."""
    return local_day(answered_at + RESTS_FOR[kind])


def is_about(rhythm: Rhythm, answered_at: datetime) -> bool:
    """Tell whether an answer was given about this absence: the child had missed a session when it was given."""
    return rhythm.since is not None and rhythm.since <= local_day(answered_at)


def asks_again(rhythm: Rhythm, kind: AbsenceAnswer, answered_at: datetime, *, newest_missed: date) -> bool:
    """Tell whether an absence is to be answered, although it was answered before.

    It is if it began after that answer, or if the child missed a session after the answer's time had passed.
    `newest_missed` is the day of the newest session the child missed.
    """
    return not is_about(rhythm, answered_at) or newest_missed > rests_until(kind, answered_at)
