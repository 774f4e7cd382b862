"""How far something is that a family is helped with."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


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


LABELS: Mapping[SupportState, str] = {
    SupportState.WANTED: N_("Wanted"),
    SupportState.ARRANGED: N_("Arranged"),
    SupportState.UNDER_WAY: N_("Under way"),
    SupportState.REACHED: N_("Reached"),
    SupportState.GIVEN_UP: N_("Given up"),
}
