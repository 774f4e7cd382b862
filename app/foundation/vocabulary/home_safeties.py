"""Whether a child is safe where they live."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class HomeSafety(StrEnum):
    """Whether the child is safe there, as far as somebody knows."""

    SAFE = "safe"
    NOT_SAFE = "not_safe"
    NOT_KNOWN = "not_known"


LABELS: Mapping[HomeSafety, str] = {
    HomeSafety.SAFE: N_("Yes, safe"),
    HomeSafety.NOT_SAFE: N_("No, not safe"),
    HomeSafety.NOT_KNOWN: N_("Not known yet"),
}
