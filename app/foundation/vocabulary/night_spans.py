"""How far the pages about nights look back, in weeks."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from app.foundation.marking import N_


class Span(StrEnum):
    """Over how many weeks nights are counted."""

    FOUR = "4"
    TWELVE = "12"

    @property
    def length(self) -> timedelta:
        """The time itself."""
        return timedelta(weeks=int(self))


SPANS: Mapping[Span, str] = {
    Span.FOUR: N_("4 weeks"),
    Span.TWELVE: N_("12 weeks"),
}


class NotFor(StrEnum):
    """For how many weeks at least a child has not been met."""

    TWO = "2"
    FOUR = "4"
    EIGHT = "8"
    THIRTEEN = "13"

    @property
    def length(self) -> timedelta:
        """The time itself."""
        return timedelta(weeks=int(self))


NOT_FOR: Mapping[NotFor, str] = {
    NotFor.TWO: N_("2 weeks"),
    NotFor.FOUR: N_("4 weeks"),
    NotFor.EIGHT: N_("8 weeks"),
    NotFor.THIRTEEN: N_("13 weeks"),
}
