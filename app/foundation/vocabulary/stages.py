"""Where a case stands on the road home."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class Stage(StrEnum):
    """The stages of a case. Which moves are allowed is decided by the stage table of the cases room."""

    PREVENTION = "prevention"
    RESCUE = "rescue"
    RESTORATION = "restoration"
    CLOSED = "closed"


LABELS: Mapping[Stage, str] = {
    Stage.PREVENTION: N_("Prevention"),
    Stage.RESCUE: N_("Getting to safety"),
    Stage.RESTORATION: N_("Restoration"),
    Stage.CLOSED: N_("Closed"),
}
