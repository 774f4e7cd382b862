"""How a home visit stands."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class VisitState(StrEnum):
    """Whether a visit is still to be made."""

    PLANNED = "planned"
    MADE = "made"
    IN_VAIN = "in_vain"


LABELS: Mapping[VisitState, str] = {
    VisitState.PLANNED: N_("Planned"),
    VisitState.MADE: N_("Made"),
    VisitState.IN_VAIN: N_("Tried in vain"),
}
