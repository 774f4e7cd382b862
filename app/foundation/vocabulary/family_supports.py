"""What a family is helped with, and how far that is."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class SupportKind(StrEnum):
    """What a parent or a family is helped with; a goal of one's own is whatever they say it is."""

    OWN_GOAL = "own_goal"
    DETOX = "detox"
    LIVELIHOOD = "livelihood"
    HOUSING = "housing"
    PAPERS = "papers"
    HEALTH = "health"
    SCHOOLING = "schooling"
    FOOD = "food"
    PARENTING = "parenting"
    OTHER = "other"


LABELS: Mapping[SupportKind, str] = {
    SupportKind.OWN_GOAL: N_("A goal of their own"),
    SupportKind.DETOX: N_("Help with addiction"),
    SupportKind.LIVELIHOOD: N_("Work or an income"),
    SupportKind.HOUSING: N_("A place to live"),
    SupportKind.PAPERS: N_("Birth record or documents"),
    SupportKind.HEALTH: N_("Health care"),
    SupportKind.SCHOOLING: N_("Schooling"),
    SupportKind.FOOD: N_("Food"),
    SupportKind.PARENTING: N_("Help with bringing up the children"),
    SupportKind.OTHER: N_("Something else"),
}


class SupportState(StrEnum):
    """How far it is."""

    WANTED = "wanted"
    ARRANGED = "arranged"
    UNDER_WAY = "under_way"
    REACHED = "reached"
    GIVEN_UP = "given_up"

    @property
    def is_over(self) -> bool:
        """Whether nobody looks at it again."""
        return self in (SupportState.REACHED, SupportState.GIVEN_UP)


STATES: Mapping[SupportState, str] = {
    SupportState.WANTED: N_("Wanted"),
    SupportState.ARRANGED: N_("Arranged"),
    SupportState.UNDER_WAY: N_("Under way"),
    SupportState.REACHED: N_("Reached"),
    SupportState.GIVEN_UP: N_("Given up"),
}
