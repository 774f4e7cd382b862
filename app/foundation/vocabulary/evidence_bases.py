"""How something came to be known."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class EvidenceBasis(StrEnum):
    """Whether the witness saw it, heard it, or was told of it by somebody."""

    SEEN = "seen"
    HEARD = "heard"
    TOLD = "told"


LABELS: Mapping[EvidenceBasis, str] = {
    EvidenceBasis.SEEN: N_("Seen"),
    EvidenceBasis.HEARD: N_("Heard"),
    EvidenceBasis.TOLD: N_("Told by somebody"),
}
