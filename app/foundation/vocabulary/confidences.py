"""How sure a worker is of what they record."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class Confidence(StrEnum):
    """Confidence in a link or sighting, in words rather than numbers."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"


LABELS: Mapping[Confidence, str] = {
    Confidence.CERTAIN: N_("Certain"),
    Confidence.LIKELY: N_("Likely"),
    Confidence.UNSURE: N_("Unsure"),
}
