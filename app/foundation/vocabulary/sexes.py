"""A person's sex, as the team understands it."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class Sex(StrEnum):
    """Sex of a child, caregiver or person of concern; unknown is a full answer on a dark street."""

    FEMALE = "female"
    MALE = "male"
    ANOTHER = "another"
    NOT_KNOWN = "not_known"


LABELS: Mapping[Sex, str] = {
    Sex.FEMALE: N_("Female"),
    Sex.MALE: N_("Male"),
    Sex.ANOTHER: N_("Another answer"),
    Sex.NOT_KNOWN: N_("Not known"),
}
