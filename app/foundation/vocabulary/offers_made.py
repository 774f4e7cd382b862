"""Whether somebody offered something for a child."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class OfferMade(StrEnum):
    """Whether money or anything else was offered to a parent for giving a child away."""

    NO = "no"
    YES = "yes"
    NOT_KNOWN = "not_known"


LABELS: Mapping[OfferMade, str] = {
    OfferMade.NO: N_("Nobody spoke of it"),
    OfferMade.YES: N_("Yes, something was offered"),
    OfferMade.NOT_KNOWN: N_("Not known yet"),
}
