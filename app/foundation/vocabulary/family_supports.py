"""What a family is helped with."""

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
