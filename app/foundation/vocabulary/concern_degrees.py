"""Whether harm threatens or is happening."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class ConcernDegree(StrEnum):
    """The degree of a concern that is not standing."""

    AT_RISK_OF = "at_risk_of"
    EXPERIENCING = "experiencing"


LABELS: Mapping[ConcernDegree, str] = {
    ConcernDegree.AT_RISK_OF: N_("At risk of"),
    ConcernDegree.EXPERIENCING: N_("Experiencing"),
}
