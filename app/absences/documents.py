"""The sealed documents of this room: what somebody answered about an absence, and what was decided about a visit."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.foundation.vocabulary.absence_answers import AbsenceAnswer, VisitDecision
from app.keyring.documents import sealed_in


@dataclass(frozen=True)
class Signed:
    """Who said it, when, and their signature in hex, so that no other holder of the club's key says it for them."""

    by: UUID
    at: datetime
    signature: str


@sealed_in("club_absence", "answer")
@dataclass(frozen=True)
class Answered:
    """An answer. `whom` is asked, or saw or told it; `where` the child was seen or taken; `day` when."""

    kind: AbsenceAnswer
    signed: Signed
    whom: str = ""
    where: str = ""
    day: date | None = None
    words: str = ""


@sealed_in("club_absence", "decision")
@dataclass(frozen=True)
class Decided:
    """What a caseworker decided about a visit that a club asks for; `day` is by when they go."""

    decision: VisitDecision
    signed: Signed
    day: date | None = None
    words: str = ""
