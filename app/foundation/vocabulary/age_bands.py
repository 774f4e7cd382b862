"""The age bands of quick capture and of released numbers."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class AgeBand(StrEnum):
    """Age bands 0–5, 6–12, 13–17, 18 and over; the same bands cut every number that leaves."""

    UNDER_6 = "under_6"
    FROM_6_TO_12 = "from_6_to_12"
    FROM_13_TO_17 = "from_13_to_17"
    ADULT = "adult"
    NOT_KNOWN = "not_known"


LABELS: Mapping[AgeBand, str] = {
    AgeBand.UNDER_6: N_("0–5"),
    AgeBand.FROM_6_TO_12: N_("6–12"),
    AgeBand.FROM_13_TO_17: N_("13–17"),
    AgeBand.ADULT: N_("18 or older"),
    AgeBand.NOT_KNOWN: N_("Age not known"),
}

FROM_AGE: Mapping[AgeBand, int] = {
    AgeBand.UNDER_6: 0,
    AgeBand.FROM_6_TO_12: 6,
    AgeBand.FROM_13_TO_17: 13,
    AgeBand.ADULT: 18,
}
"""First age in completed years of each band that has one."""


def age_band(age_years: int | None) -> AgeBand:
    """Return the band of an age in completed years; None means not known. Raises ValueError below zero."""
    if age_years is None:
        return AgeBand.NOT_KNOWN
    if age_years < 0:
        raise ValueError("an age is never below zero")
    return max((band for band, first in FROM_AGE.items() if first <= age_years), key=FROM_AGE.__getitem__)
