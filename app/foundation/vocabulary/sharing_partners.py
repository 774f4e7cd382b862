"""With whom something about a child may be shared."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class SharedWith(StrEnum):
    """The kinds of people and offices that consent is asked for."""

    POLICE = "police"
    SERVICE = "service"
    FAMILY = "family"
    OTHER = "other"


LABELS: Mapping[SharedWith, str] = {
    SharedWith.POLICE: N_("Police, prosecutors and courts"),
    SharedWith.SERVICE: N_("Services and partner organisations"),
    SharedWith.FAMILY: N_("Family"),
    SharedWith.OTHER: N_("Others"),
}
