"""What is sealed of a placement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.foundation.marking import N_
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.keyring.documents import sealed_in


class HomeSafety(StrEnum):
    """Whether the child is safe there, as far as somebody knows."""

    SAFE = "safe"
    NOT_SAFE = "not_safe"
    NOT_KNOWN = "not_known"


SAFETY_LABELS: Mapping[HomeSafety, str] = {
    HomeSafety.SAFE: N_("Yes, safe"),
    HomeSafety.NOT_SAFE: N_("No, not safe"),
    HomeSafety.NOT_KNOWN: N_("Not known yet"),
}


@sealed_in("placement", "home")
@dataclass(frozen=True)
class Home:
    """A home: with whom and where, whether safe and how that is known, who decided, and the authority's paper."""

    kind: PlacementKind
    safety: HomeSafety
    how_known: str = ""
    carer: str = ""
    address: str = ""
    decided_by: str = ""
    document: str = ""
    document_ends_on: date | None = None
    words: str = ""
