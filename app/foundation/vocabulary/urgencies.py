"""How soon a concern must be acknowledged."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from app.foundation.marking import N_


class Urgency(StrEnum):
    """One readable value chosen by the poster of a concern, from the most to the least urgent."""

    NOW = "now"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


LABELS: Mapping[Urgency, str] = {
    Urgency.NOW: N_("Now"),
    Urgency.HIGH: N_("High"),
    Urgency.MEDIUM: N_("Medium"),
    Urgency.LOW: N_("Low"),
}

ACKNOWLEDGE_WITHIN: Mapping[Urgency, timedelta] = {
    Urgency.NOW: timedelta(minutes=15),
    Urgency.HIGH: timedelta(hours=24),
    Urgency.MEDIUM: timedelta(hours=72),
    Urgency.LOW: timedelta(days=7),
}
"""Default clocks, in calendar time; a base pack may set others. They never pause."""

CLOCK_LABELS: Mapping[Urgency, str] = {
    Urgency.NOW: N_("within 15 minutes"),
    Urgency.HIGH: N_("within 24 hours"),
    Urgency.MEDIUM: N_("within 72 hours"),
    Urgency.LOW: N_("within 7 days"),
}
