"""The road as a table: the moves, and what each requires. It takes facts, and returns what is missing.

Nothing here uses a database or a clock. A closed case has no moves: when the child comes back, a new case is opened.
A move that was approved by mistake is taken back: the case then stands where it stood, and nothing is required.
The closed case keeps its own conclusion, reason, dates and numbers. Consent and people are not carried over unasked.
The child's page shows both cases.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from app.foundation.case_statuses import CaseStatus, takes_back, ways_on
from app.foundation.errors import WayhomeError
from app.foundation.marking import N_
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.stages import LABELS as STAGE_LABELS

__all__ = [
    "LABELS",
    "REQUIREMENT_LABELS",
    "CaseFacts",
    "CaseStatus",
    "Move",
    "Requirement",
    "UnknownMove",
    "case_status_from",
    "missing",
    "missing_in_one_step",
    "move",
    "required",
    "required_in_one_step",
    "steps_to_safety",
    "takes_back",
    "ways_on",
]


class UnknownMove(WayhomeError):
    """There is no such move. Likely cause: an unknown state in a row, or a case that has moved meanwhile."""

    code = "unknown-move"


LABELS: Mapping[CaseStatus, str] = {CaseStatus.OPENED: N_("Opened")} | {
    CaseStatus(stage.value): label for stage, label in STAGE_LABELS.items()
}


class Requirement(StrEnum):
    """One thing that must be in place before a move."""

    CASE_OPEN = "case_open"
    RISK_SET = "risk_set"
    RISK_HIGH = "risk_high"
    CONCERN_LINKED = "concern_linked"
    SAFETY_PLAN = "safety_plan"
    SAFE_HOME = "safe_home"
    ASSESSMENT = "assessment"
    GOAL = "goal"
    CLOSURE_REASON = "closure_reason"
    CLOSURE_CRITERIA = "closure_criteria"


REQUIREMENT_LABELS: Mapping[Requirement, str] = {
    Requirement.CASE_OPEN: N_("The case is open"),
    Requirement.RISK_SET: N_("The risk is set"),
    Requirement.RISK_HIGH: N_("The risk is high"),
    Requirement.CONCERN_LINKED: N_("A concern or a disclosure is linked to the case"),
    Requirement.SAFETY_PLAN: N_("There is a safety plan with actions and a review date"),
    Requirement.SAFE_HOME: N_("A safe placement or home is recorded"),
    Requirement.ASSESSMENT: N_("There is one assessment"),
    Requirement.GOAL: N_("There is one goal"),
    Requirement.CLOSURE_REASON: N_("A reason for closing is given"),
    Requirement.CLOSURE_CRITERIA: N_("What closing for this reason asks for is fulfilled"),
}


@dataclass(frozen=True)
class CaseFacts:
    """What the table needs to know about a case. Counts are of what is valid now, not of what once was."""

    status: CaseStatus
    risk: Risk | None = None
    concerns: int = 0
    plan_actions: int = 0
    plan_review_on: date | None = None
    safe_homes: int = 0
    assessments: int = 0
    goals: int = 0
    has_closure_reason: bool = False
    fulfils_closure: bool = False


@dataclass(frozen=True)
class Move:
    """A move of the table; `move()` makes one from two states and refuses a move the table does not have."""

    from_status: CaseStatus
    to: CaseStatus

    @property
    def takes_back(self) -> bool:
        """Whether it takes the move before it back as a mistake."""
        return takes_back(self.from_status, self.to)

    @property
    def takes_a_closing_back(self) -> bool:
        """Whether it opens a closed case again."""
        return self.from_status is CaseStatus.CLOSED and self.to is not CaseStatus.CLOSED


_REQUIRED: Mapping[CaseStatus, tuple[Requirement, ...]] = {
    CaseStatus.PREVENTION: (Requirement.CASE_OPEN, Requirement.RISK_SET),
    CaseStatus.RESCUE: (Requirement.CASE_OPEN, Requirement.CONCERN_LINKED, Requirement.SAFETY_PLAN),
    CaseStatus.RESTORATION: (
        Requirement.CASE_OPEN,
        Requirement.SAFE_HOME,
        Requirement.ASSESSMENT,
        Requirement.GOAL,
    ),
    CaseStatus.CLOSED: (Requirement.CASE_OPEN, Requirement.CLOSURE_REASON, Requirement.CLOSURE_CRITERIA),
}
"""What each stage requires before entry, whichever stage the case comes from."""

_IS_MET: Mapping[Requirement, Callable[[CaseFacts], bool]] = {
    Requirement.CASE_OPEN: lambda facts: facts.status is not CaseStatus.CLOSED,
    Requirement.RISK_SET: lambda facts: facts.risk is not None,
    Requirement.RISK_HIGH: lambda facts: facts.risk is Risk.HIGH,
    Requirement.CONCERN_LINKED: lambda facts: facts.concerns > 0,
    Requirement.SAFETY_PLAN: lambda facts: facts.plan_actions > 0 and facts.plan_review_on is not None,
    Requirement.SAFE_HOME: lambda facts: facts.safe_homes > 0,
    Requirement.ASSESSMENT: lambda facts: facts.assessments > 0,
    Requirement.GOAL: lambda facts: facts.goals > 0,
    Requirement.CLOSURE_REASON: lambda facts: facts.has_closure_reason,
    Requirement.CLOSURE_CRITERIA: lambda facts: facts.fulfils_closure,
}


def case_status_from(text: str) -> CaseStatus:
    """Return the state that a row names. Raises UnknownMove for an unknown one."""
    try:
        return CaseStatus(text)
    except ValueError:
        raise UnknownMove(text) from None


def move(from_status: str, to: str, *, back_to: CaseStatus | None = None) -> Move:
    """Return the move between two states. Raises UnknownMove when the table has none.

    `back_to` is where the case goes if its last move was a mistake.
    """
    found = Move(case_status_from(from_status), case_status_from(to))
    if found.to not in ways_on(found.from_status, back_to=back_to):
        raise UnknownMove(f"{from_status} to {to}")
    return found


def required(asked: Move) -> tuple[Requirement, ...]:
    """Return everything a move requires: nothing, if it takes the one before it back."""
    return () if asked.takes_back else _REQUIRED[asked.to]


def missing(facts: CaseFacts, asked: Move) -> tuple[Requirement, ...]:
    """Return the move's requirements that these facts do not meet; empty means that the move may be made.

    Raises UnknownMove when the case is not where the move begins. Whether the table has a move, `move` says.
    """
    if facts.status is not asked.from_status:
        raise UnknownMove(f"stands at {facts.status}, not at {asked.from_status}")
    return tuple(requirement for requirement in required(asked) if not _IS_MET[requirement](facts))


_TO_SAFETY: Mapping[CaseStatus, tuple[CaseStatus, ...]] = {
    CaseStatus.OPENED: (CaseStatus.PREVENTION, CaseStatus.RESCUE),
    CaseStatus.PREVENTION: (CaseStatus.RESCUE,),
    CaseStatus.RESTORATION: (CaseStatus.RESCUE,),
}
"""How a child in danger gets to safety from each stage; from the others nothing leads there."""


def steps_to_safety(status: CaseStatus) -> tuple[Move, ...]:
    """Return the moves, in order, that are asked for and approved at once when a child is in danger; maybe none."""
    stages = (status, *_TO_SAFETY.get(status, ()))
    return tuple(move(here, there) for here, there in pairwise(stages))


def required_in_one_step(steps: Sequence[Move]) -> tuple[Requirement, ...]:
    """Return what the moves require together, each once. The danger itself is that the risk is high."""
    each = (requirement for step in steps for requirement in required(step))
    asked = [Requirement.CASE_OPEN, Requirement.RISK_HIGH, *each]
    # A risk that is high is set.
    return tuple(one for one in dict.fromkeys(asked) if one is not Requirement.RISK_SET)


def missing_in_one_step(facts: CaseFacts, steps: Sequence[Move]) -> tuple[Requirement, ...]:
    """Return what these facts lack for the moves one after the other; empty means that all of them may be made.

    Raises UnknownMove when the case is not where they begin, or one does not begin where the one before it ends.
    """
    status, lacking = facts.status, set[Requirement]()
    for step in steps:
        lacking |= set(missing(replace(facts, status=status), step))
        status = step.to
    return tuple(one for one in required_in_one_step(steps) if one in lacking or not _IS_MET[one](facts))
