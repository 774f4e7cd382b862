"""The sealed documents of a case: why it was opened, why its risk was set, tasks, notes and moves."""

from dataclasses import dataclass
from uuid import UUID

from app.cases.closure import Criterion
from app.foundation.vocabulary.closure_reasons import ClosureReason
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.keyring.documents import sealed_in


@sealed_in("case_file", "summary")
@dataclass(frozen=True)
class CaseSummary:
    """Why the case was opened, in the opener's words, and the concern it came from."""

    why: str
    concern_id: UUID | None = None


@sealed_in("risk_change", "reason")
@dataclass(frozen=True)
class RiskReason:
    """Why the risk was set as it is."""

    words: str


@sealed_in("task", "words")
@dataclass(frozen=True)
class TaskWords:
    """What has to be done."""

    words: str


@sealed_in("case_note", "words")
@dataclass(frozen=True)
class NoteWords:
    """What happened and how it is known; `basis` is None for work that was done.

    `adds_to` names an earlier note that this one adds to or corrects. `met_child` says that the child was met, and
    the next contact is counted from that.
    """

    words: str
    basis: EvidenceBasis | None = None
    is_time_known: bool = False
    met_child: bool = False
    adds_to: UUID | None = None


@sealed_in("stage_move", "reason")
@dataclass(frozen=True)
class MoveReason:
    """Why a move is requested; for a closure also its reason, what was confirmed, and how a child was searched for."""

    words: str
    closure: ClosureReason | None = None
    confirmed: tuple[Criterion, ...] = ()
    search: str = ""


@sealed_in("stage_move", "decision")
@dataclass(frozen=True)
class MoveDecision:
    """What the decider wrote."""

    words: str
