"""What somebody answers about a regular who stays away from a club, and how long each answer lets the list rest."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from app.foundation.marking import N_


class AbsenceAnswer(StrEnum):
    """What is done about an absence, or known of it. The codes are stored, sealed."""

    VISIT = "visit"
    """Somebody should go there: a caseworker decides."""
    ASK = "ask"
    """Somebody is asked, such as a sister or a neighbour."""
    SEEN = "seen"
    """The child was seen somewhere else."""
    SWEEP = "sweep"
    """The child was taken in a street sweep."""


LABELS: Mapping[AbsenceAnswer, str] = {
    AbsenceAnswer.VISIT: N_("Visit: ask a caseworker"),
    AbsenceAnswer.ASK: N_("Ask somebody"),
    AbsenceAnswer.SEEN: N_("Seen elsewhere"),
    AbsenceAnswer.SWEEP: N_("Taken in a street sweep"),
}

RESTS_FOR: Mapping[AbsenceAnswer, timedelta] = {
    AbsenceAnswer.VISIT: timedelta(days=14),
    AbsenceAnswer.ASK: timedelta(days=7),
    AbsenceAnswer.SEEN: timedelta(days=28),
    AbsenceAnswer.SWEEP: timedelta(days=3),
}
"""How long nobody is asked again: a visit may take two weeks, a question one; whoever was seen is safe for a while,
and whoever was taken in a sweep is looked for within days."""


class VisitDecision(StrEnum):
    """What a caseworker decides when a club asks for a visit. The codes are stored, sealed."""

    GOES = "goes"
    NOT_NOW = "not_now"


DECISIONS: Mapping[VisitDecision, str] = {
    VisitDecision.GOES: N_("I will visit"),
    VisitDecision.NOT_NOW: N_("No visit now"),
}
