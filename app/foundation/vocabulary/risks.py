"""The risk a case carries, and how often the child must be met."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from app.foundation.marking import N_


class Risk(StrEnum):
    """Risk of a case, from the highest to none; a concern's urgency is another scale."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"


LABELS: Mapping[Risk, str] = {
    Risk.HIGH: N_("High"),
    Risk.MEDIUM: N_("Medium"),
    Risk.LOW: N_("Low"),
    Risk.NONE: N_("None"),
}

MEANINGS: Mapping[Risk, str] = {
    Risk.HIGH: N_("Significantly harmed, or at risk of significant harm or death, unless someone steps in"),
    Risk.MEDIUM: N_("Harmed to some degree, with no sign of significant harm"),
    Risk.LOW: N_("At risk of harm"),
    Risk.NONE: N_("No case: refer, or end"),
}

RESPOND_WITHIN: Mapping[Risk, timedelta] = {
    Risk.HIGH: timedelta(hours=24),
    Risk.MEDIUM: timedelta(hours=72),
    Risk.LOW: timedelta(days=7),
}
"""Default time to the first response; no entry means no clock. A base pack may set others."""

CONTACT_EVERY: Mapping[Risk, timedelta] = {
    Risk.HIGH: timedelta(days=7),
    Risk.MEDIUM: timedelta(days=14),
    Risk.LOW: timedelta(days=30),
}
"""Default longest time between two contacts with the child; no entry means none is due."""
