"""What whoever has a concern does next, and how soon at first."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from app.foundation.marking import N_
from app.foundation.vocabulary.urgencies import Urgency


class NextStep(StrEnum):
    """The next thing that is done about a concern that somebody has. The codes are signed."""

    CALL = "call"
    GO = "go"
    SEE_CHILD = "see_child"
    TELL_POLICE = "tell_police"
    MEDICAL = "medical"
    FIND_OUT = "find_out"
    TALK_OVER = "talk_over"
    OTHER = "other"
    IN_CASE = "in_case"
    """Its case has tasks and clocks of its own: this clock ends. Only for a concern in a case."""


LABELS: Mapping[NextStep, str] = {
    NextStep.CALL: N_("Call whoever raised it"),
    NextStep.GO: N_("Go there"),
    NextStep.SEE_CHILD: N_("See the child"),
    NextStep.TELL_POLICE: N_("Tell the police or a hotline"),
    NextStep.MEDICAL: N_("Get medical help"),
    NextStep.FIND_OUT: N_("Find out more"),
    NextStep.TALK_OVER: N_("Talk it over with the team"),
    NextStep.OTHER: N_("Something else"),
    NextStep.IN_CASE: N_("It goes on in the case"),
}

AT_FIRST = NextStep.CALL
"""Whoever takes a concern without choosing calls the one who raised it: the voice call is the real channel."""

STEP_WITHIN: Mapping[Urgency, timedelta] = {
    Urgency.NOW: timedelta(minutes=15),
    Urgency.HIGH: timedelta(hours=4),
    Urgency.MEDIUM: timedelta(hours=24),
    Urgency.LOW: timedelta(hours=72),
}
"""By when the first step is done unless somebody chooses, in calendar time; it never pauses.

Each lies well inside the time to respond to a risk of that level: 24 h, 72 h, 7 days (the field's codebook, "Risk and
clocks", general practice, as each base pack's `risk_clocks` repeat it). For *now* minutes count: it is the same quarter
of an hour within which it must be received.
"""


class StepWithin(StrEnum):
    """By when a step is to be done, as it is chosen."""

    QUARTER_HOUR = "15m"
    HOUR = "1h"
    FOUR_HOURS = "4h"
    DAY = "24h"
    THREE_DAYS = "72h"
    WEEK = "7d"


SPANS: Mapping[StepWithin, timedelta] = {
    StepWithin.QUARTER_HOUR: timedelta(minutes=15),
    StepWithin.HOUR: timedelta(hours=1),
    StepWithin.FOUR_HOURS: timedelta(hours=4),
    StepWithin.DAY: timedelta(hours=24),
    StepWithin.THREE_DAYS: timedelta(hours=72),
    StepWithin.WEEK: timedelta(days=7),
}

LONGEST_STEP = max(SPANS.values())
"""No step is due later than this from when it is chosen."""

WITHIN_LABELS: Mapping[StepWithin, str] = {
    StepWithin.QUARTER_HOUR: N_("within 15 minutes"),
    StepWithin.HOUR: N_("within 1 hour"),
    StepWithin.FOUR_HOURS: N_("within 4 hours"),
    StepWithin.DAY: N_("within 24 hours"),
    StepWithin.THREE_DAYS: N_("within 72 hours"),
    StepWithin.WEEK: N_("within 7 days"),
}


def usual_within(urgency: Urgency) -> StepWithin:
    """Return the span to offer first for an urgency."""
    return next(within for within, span in SPANS.items() if span == STEP_WITHIN[urgency])
