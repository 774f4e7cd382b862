"""How far the pages about nights look back, in weeks."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from app.foundation.marking import N_


class NightSpan(StrEnum):
    """Over how many weeks nights are counted."""

    FOUR = "4"
    TWELVE = "12"

    @property
    def length(self) -> timedelta:
        """The time itself."""
        return timedelta(weeks=int(self))


NIGHT_SPANS: Mapping[NightSpan, str] = {
    NightSpan.FOUR: N_("4 weeks"),
    NightSpan.TWELVE: N_("12 weeks"),
}


class NotMetFor(StrEnum):
    """For how many weeks at least a child has not been met."""

    TWO = "2"
    FOUR = "4"
    EIGHT = "8"
    THIRTEEN = "13"

    @property
    def length(self) -> timedelta:
        """The time itself."""
        return timedelta(weeks=int(self))


NOT_MET_FOR: Mapping[NotMetFor, str] = {
    NotMetFor.TWO: N_("2 weeks"),
    NotMetFor.FOUR: N_("4 weeks"),
    NotMetFor.EIGHT: N_("8 weeks"),
    NotMetFor.THIRTEEN: N_("13 weeks"),
}
