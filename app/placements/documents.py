"""What is sealed of a placement."""

from dataclasses import dataclass
from datetime import date

from app.foundation.vocabulary.home_safeties import HomeSafety
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.keyring.documents import sealed_in


@sealed_in("placement", "home")
@dataclass(frozen=True)
class Home:
    """A home: with whom and where, whether safe and how that is known, who decided, and the authority's document.

    If it `is_beside_others`, the child lives in two homes at one time, as somebody said when asked.
    """

    kind: PlacementKind
    safety: HomeSafety
    how_known: str = ""
    carer: str = ""
    address: str = ""
    decided_by: str = ""
    document: str = ""
    document_ends_on: date | None = None
    words: str = ""
    is_beside_others: bool = False
