"""How a child was seen at a home visit."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class SeenHow(StrEnum):
    """Whether a child was seen, and whether alone for a while, so that the child could speak freely."""

    ALONE = "seen_alone"
    WITH_OTHERS = "seen_with_others"
    NOT_SEEN = "not_seen"


LABELS: Mapping[SeenHow, str] = {
    SeenHow.ALONE: N_("Seen, also alone"),
    SeenHow.WITH_OTHERS: N_("Seen, not alone"),
    SeenHow.NOT_SEEN: N_("Not seen"),
}
