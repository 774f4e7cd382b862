"""The road as a table: which moves there are and what each requires. Facts go in, what is missing comes out.

Nothing here asks a database or a clock. A case that was closed has no move of its own: when the child comes back,
a new case is opened. What was concluded then stays as it was concluded, with its own reason, dates and numbers;
the consent and the people of the first time are not carried over unasked; the child's page reads both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.foundation.case_statuses import CaseStatus, ways_on
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
    "move",
    "required",
    "ways_on",
]


class UnknownMove(WayhomeError):
    """There is no such move. Likely cause: a state that nobody wrote, or a case that stands elsewhere by now."""

    code = "unknown-move"


LABELS: Mapping[CaseStatus, str] = {CaseStatus.OPENED: N_("Opened")} | {
    CaseStatus(stage.value): label for stage, label in STAGE_LABELS.items()
}


class Requirement(StrEnum):
    """One thing that must be there before a move."""

    CASE_OPEN = "case_open"
    RISK_SET = "risk_set"
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
    """What the table needs to know of a case. Counts are of what stands now, not of what once was."""

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
    """A move of the table; `move()` makes one from two states and refuses what is not in it."""

    from_status: CaseStatus
    to: CaseStatus


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
"""What each stage asks of whoever enters it, wherever they come from."""

_IS_MET: Mapping[Requirement, Callable[[CaseFacts], bool]] = {
    Requirement.CASE_OPEN: lambda facts: facts.status is not CaseStatus.CLOSED,
    Requirement.RISK_SET: lambda facts: facts.risk is not None,
    Requirement.CONCERN_LINKED: lambda facts: facts.concerns > 0,
    Requirement.SAFETY_PLAN: lambda facts: facts.plan_actions > 0 and facts.plan_review_on is not None,
    Requirement.SAFE_HOME: lambda facts: facts.safe_homes > 0,
    Requirement.ASSESSMENT: lambda facts: facts.assessments > 0,
    Requirement.GOAL: lambda facts: facts.goals > 0,
    Requirement.CLOSURE_REASON: lambda facts: facts.has_closure_reason,
    Requirement.CLOSURE_CRITERIA: lambda facts: facts.fulfils_closure,
}


def case_status_from(text: str) -> CaseStatus:
    """Return the state that a row names. Raises UnknownMove for one that nobody knows."""
    try:
        return CaseStatus(text)
    except ValueError:
        raise UnknownMove(text) from None


def move(from_status: str, to: str) -> Move:
    """Return the move between two states. Raises UnknownMove when the table has none."""
    found = Move(case_status_from(from_status), case_status_from(to))
    if found.to not in ways_on(found.from_status):
        raise UnknownMove(f"{from_status} to {to}")
    return found


def required(asked: Move) -> tuple[Requirement, ...]:
    """Return everything a move requires. Raises UnknownMove when the table has no such move."""
    if asked.to not in ways_on(asked.from_status):
        raise UnknownMove(f"{asked.from_status} to {asked.to}")
    return _REQUIRED[asked.to]


def missing(facts: CaseFacts, asked: Move) -> tuple[Requirement, ...]:
    """Return which of the move's requirements these facts do not meet; empty means that it may be made.

    Raises UnknownMove when the table has no such move, or when the case does not stand where the move begins.
    """
    if facts.status is not asked.from_status:
        raise UnknownMove(f"stands at {facts.status}, not at {asked.from_status}")
    return tuple(requirement for requirement in required(asked) if not _IS_MET[requirement](facts))
