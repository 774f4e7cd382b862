"""Builds what is shown of moves: the way on with what is missing, the one that waits, and those before."""

from dataclasses import dataclass
from uuid import UUID

from app.access.scope import has
from app.case_records.loading import readable_case
from app.cases.moves import MoveState, MoveView, moves_of
from app.cases.stages import CaseFacts, CaseStatus, Move, Requirement, missing, required, ways_on
from app.foundation.errors import ChangedOutside, NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.keyring.case_status import case_status_of
from app.stage_moves.facts import gather_facts
from app.unit_of_work import UnitOfWork

FULFILLED_WHILE_ASKING = frozenset({Requirement.CLOSURE_REASON, Requirement.CLOSURE_CRITERIA})
"""Requirements that whoever asks meets in the form itself."""


@dataclass(frozen=True)
class Check:
    """One requirement and whether it is met."""

    requirement: Requirement
    is_met: bool


@dataclass(frozen=True)
class WayOn:
    """One stage the case may be moved to, with what that asks for."""

    to: CaseStatus
    checks: tuple[Check, ...]

    @property
    def is_ready(self) -> bool:
        """Whether everything is there that must be there before."""
        return all(check.is_met for check in self.checks)


@dataclass(frozen=True)
class MovesPage:
    """Where the case stands, the ways on, the move that waits, and the moves before, the newest first.

    `pending_checks` says what the waiting move requires and whether that is still there; `changed` names the
    moves that were changed outside and say nothing.
    """

    case_id: UUID
    case_code: str
    status: CaseStatus
    risk: Risk | None
    ways: tuple[WayOn, ...]
    pending: MoveView | None
    pending_checks: tuple[Check, ...]
    earlier: tuple[MoveView, ...]
    changed: tuple[UUID, ...]
    may_ask: bool

    def move(self, move_id: UUID) -> MoveView:
        """Return one of the case's moves. Raises NotVisible, and ChangedOutside for one that says nothing."""
        if move_id in self.changed:
            raise ChangedOutside("a move that is not what was written", move=move_id)
        moves = [*self.earlier, *([self.pending] if self.pending else [])]
        found: MoveView | None = next((move for move in moves if move.id == move_id), None)
        if found is None:
            raise NotVisible("stage_move")
        return found

    def way_to(self, to: CaseStatus) -> WayOn | None:
        """Return the way to a stage, or None when there is none from here."""
        return next((way for way in self.ways if way.to is to), None)


def moves_page(work: UnitOfWork, case_id: UUID) -> MovesPage:
    """Return the page of a case's moves. Raises NotVisible."""
    case = readable_case(work, case_id)
    facts = gather_facts(work, case)
    moves = moves_of(work, case.id)
    views = moves.views
    pending = next((view for view in views if view.state is MoveState.ASKED), None)
    status = case_status_of(work, case).status
    return MovesPage(
        case_id=case.id,
        case_code=case.code,
        status=status,
        risk=Risk(case.risk) if case.risk else None,
        ways=tuple(WayOn(to, _checks(facts, Move(status, to))) for to in ways_on(status)),
        pending=pending,
        pending_checks=_checks(facts, Move(pending.from_status, pending.to)) if pending else (),
        earlier=tuple(view for view in views if view is not pending),
        changed=moves.changed,
        may_ask=pending is None and has(work, Permission.CASE_WRITE),
    )


def _checks(facts: CaseFacts, asked: Move) -> tuple[Check, ...]:
    if facts.status is not asked.from_status or asked.to not in ways_on(asked.from_status):
        return ()
    lacking = missing(facts, asked)
    return tuple(
        Check(one, one not in lacking) for one in required(asked) if one not in FULFILLED_WHILE_ASKING
    )
