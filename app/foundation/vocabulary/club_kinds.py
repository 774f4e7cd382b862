"""What a club is: an afternoon somewhere, or a centre where children spend the day."""

from collections.abc import Mapping
from enum import StrEnum

from app.foundation.marking import N_


class ClubKind(StrEnum):
    """What a club is. The codes are stored sealed."""

    CLUB = "club"
    CENTRE = "centre"
    """A drop-in centre: children come and go during the day, eat and learn there."""


CLUB_KINDS: Mapping[ClubKind, str] = {
    ClubKind.CLUB: N_("A kids' club"),
    ClubKind.CENTRE: N_("A drop-in centre"),
}
