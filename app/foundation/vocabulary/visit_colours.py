"""The colour that follows from the checklist of a home visit."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class VisitColour(StrEnum):
    """All A is green, any B yellow, any C red."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


LABELS: Mapping[VisitColour, str] = {
    VisitColour.GREEN: N_("Green: everything is as it should be"),
    VisitColour.YELLOW: N_("Yellow: something is missing"),
    VisitColour.RED: N_("Red: something cannot stay as it is"),
}

IN_LISTS: Mapping[VisitColour, str] = {
    VisitColour.GREEN: N_("Green"),
    VisitColour.YELLOW: N_("Yellow"),
    VisitColour.RED: N_("Red"),
}
"""The word alone, where many visits stand below each other."""
