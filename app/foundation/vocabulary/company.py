"""Who a child was with when met."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class Company(StrEnum):
    """The people around a child during an encounter; relations are asked before they are assumed."""

    ALONE = "alone"
    OTHER_CHILDREN = "other_children"
    CAREGIVER = "caregiver"
    KNOWN_ADULT = "known_adult"
    UNKNOWN_ADULT = "unknown_adult"
    SEVERAL_ADULTS = "several_adults"
    NOT_SEEN = "not_seen"


LABELS: Mapping[Company, str] = {
    Company.ALONE: N_("Alone"),
    Company.OTHER_CHILDREN: N_("Other children"),
    Company.CAREGIVER: N_("Caregiver"),
    Company.KNOWN_ADULT: N_("An adult we know"),
    Company.UNKNOWN_ADULT: N_("An adult we do not know"),
    Company.SEVERAL_ADULTS: N_("Several adults"),
    Company.NOT_SEEN: N_("Could not see"),
}
