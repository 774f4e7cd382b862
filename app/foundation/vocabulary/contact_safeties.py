"""Whether an adult may be spoken to about a child."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class ContactSafety(StrEnum):
    """Whether contact with a caregiver is safe for the child; not known means ask before anybody calls."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


LABELS: Mapping[ContactSafety, str] = {
    ContactSafety.YES: N_("Safe to contact"),
    ContactSafety.NO: N_("Not safe to contact"),
    ContactSafety.NOT_KNOWN: N_("Not known if safe"),
}
