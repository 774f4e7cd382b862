"""The sealed documents of a home visit: what it is for, and what was found there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.foundation.vocabulary.seen_hows import SeenHow
from app.foundation.vocabulary.visit_failures import VisitFailure
from app.foundation.vocabulary.visit_grades import VisitGrade
from app.foundation.vocabulary.visit_parts import VisitPart
from app.keyring.documents import sealed_in


@dataclass(frozen=True)
class ChildSeen:
    """How one child was seen; `why` says why not, or why not alone."""

    child_id: UUID
    how: SeenHow
    why: str = ""


@dataclass(frozen=True)
class Checked:
    """One part of life as the visitors found it, with their words."""

    part: VisitPart
    grade: VisitGrade
    words: str = ""


@sealed_in("home_visit", "plan")
@dataclass(frozen=True)
class VisitPlan:
    """What a visit is for. Times of day are as typed, such as 09:30. `family` is the family's code.

    `way` says how the visitors find the door. `why_alone` is why only one person goes.
    """

    family: str
    between: str = ""
    until: str = ""
    purpose: str = ""
    way: str = ""
    why_alone: str = ""


@sealed_in("home_visit", "report")
@dataclass(frozen=True)
class VisitReport:
    """What was found, or why it was in vain; `failure` is set for those alone, and then nobody was seen.

    `left_at` is when they left the family, `next_why` why the next visit is on another day than follows from the
    colour, `no_concern` why nothing red needs a concern.
    """

    seen: tuple[ChildSeen, ...] = ()
    checks: tuple[Checked, ...] = ()
    left_at: datetime | None = None
    present: str = ""
    changes: str = ""
    dangers: str = ""
    next_why: str = ""
    no_concern: str = ""
    failure: VisitFailure | None = None
    words: str = ""
    next_step: str = ""
