"""The source of an age."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class AgeBasis(StrEnum):
    """Where a stated age or birth date comes from, from the firmest to the weakest."""

    DOCUMENT = "document"
    SAID_BY_CAREGIVER = "said_by_caregiver"
    SAID_BY_CHILD = "said_by_child"
    ANIMAL_YEAR = "animal_year"
    APPEARANCE = "appearance"
    NOT_KNOWN = "not_known"


LABELS: Mapping[AgeBasis, str] = {
    AgeBasis.DOCUMENT: N_("From a document"),
    AgeBasis.SAID_BY_CAREGIVER: N_("Said by a caregiver"),
    AgeBasis.SAID_BY_CHILD: N_("Said by the child"),
    AgeBasis.ANIMAL_YEAR: N_("From the animal year"),
    AgeBasis.APPEARANCE: N_("From appearance"),
    AgeBasis.NOT_KNOWN: N_("Not known"),
}
