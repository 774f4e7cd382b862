"""The sealed documents of a case: why it was opened, why its risk was set, tasks, notes and moves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.case_records.moving import CameFrom
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
    """What has to be done; for a task that was moved, where it came from, or to which case its words went."""

    words: str
    came_from: CameFrom | None = None
    moved_to: UUID | None = None


@sealed_in("case_note", "words")
@dataclass(frozen=True)
class NoteWords:
    """What happened and how it is known; `basis` is None for work that was done.

    `adds_to` names an earlier note that this one adds to or corrects. `met_child` says that the child was met, and
    the next contact is counted from that. A note that was moved says where it came from, or where its words went.
    `mended_at` is when its writer last corrected it, if they did.
    """

    words: str
    basis: EvidenceBasis | None = None
    is_time_known: bool = False
    met_child: bool = False
    adds_to: UUID | None = None
    came_from: CameFrom | None = None
    moved_to: UUID | None = None
    mended_at: datetime | None = None


@sealed_in("stage_move", "reason")
@dataclass(frozen=True)
class MoveReason:
    """Why a move is requested; for a closure also its reason, what was confirmed, and how a child was searched for.

    `duplicate_of` is the code of the other case, if the case is closed because there is one. A request for a child in
    danger `is_urgent`. `together` is the other move that is asked for and decided with this one; `concern_id` the
    suspicion that was written with the request, which goes into the case when it is approved.
    """

    words: str
    closure: ClosureReason | None = None
    confirmed: tuple[Criterion, ...] = ()
    search: str = ""
    duplicate_of: str = ""
    is_urgent: bool = False
    together: UUID | None = None
    concern_id: UUID | None = None


@sealed_in("stage_move", "decision")
@dataclass(frozen=True)
class MoveDecision:
    """What the decider wrote."""

    words: str
