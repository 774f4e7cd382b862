"""Builds what is shown of moves: the possible moves with what is missing, the waiting one, and earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.access.scope import has
from app.case_records.loading import readable_case
from app.cases.moves import MoveView, moves_of, those_waiting
from app.cases.stages import (
    CaseFacts,
    CaseStatus,
    Move,
    Requirement,
    missing,
    missing_in_one_step,
    required,
    required_in_one_step,
    steps_to_safety,
    ways_on,
)
from app.foundation.errors import ChangedOutside, NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.keyring.case_status import case_status_of, way_back
from app.stage_moves.facts import gather_facts
from app.unit_of_work import UnitOfWork

FULFILLED_WHILE_ASKING = frozenset({Requirement.CLOSURE_REASON, Requirement.CLOSURE_CRITERIA})
"""Requirements that the asking person meets in the form itself."""


@dataclass(frozen=True)
class Check:
    """One requirement and whether it is met."""

    requirement: Requirement
    is_met: bool


@dataclass(frozen=True)
class WayOn:
    """One stage that the case may be moved to, with its requirements."""

    to: CaseStatus
    checks: tuple[Check, ...]

    @property
    def is_ready(self) -> bool:
        """Whether everything that is needed beforehand is there."""
        return all(check.is_met for check in self.checks)


@dataclass(frozen=True)
class MovesPage:
    """The case's stage, the possible moves, those that wait, and earlier moves, newest first.

    `pending` is one request: one move, or those that are decided together, in their order. `pending_checks` says what
    it requires and whether that is still met. `changed` names the moves that
    were changed outside, of which nothing is shown.
    """

    case_id: UUID
    case_code: str
    status: CaseStatus
    risk: Risk | None
    ways: tuple[WayOn, ...]
    pending: tuple[MoveView, ...]
    pending_checks: tuple[Check, ...]
    earlier: tuple[MoveView, ...]
    changed: tuple[UUID, ...]
    back_to: CaseStatus | None
    """Where the case goes if its last move was a mistake; None if an ordinary move leads there, or none does."""
    steps: tuple[Move, ...]
    """The moves to getting to safety in one step, when a child is in danger; none where nothing leads there."""
    may_ask: bool

    def move(self, move_id: UUID) -> MoveView:
        """Return one of the case's moves. Raises NotVisible, and ChangedOutside for a changed one."""
        if move_id in self.changed:
            raise ChangedOutside("a move that is not what was written", move=move_id)
        moves = (*self.earlier, *self.pending)
        found: MoveView | None = next((move for move in moves if move.id == move_id), None)
        if found is None:
            raise NotVisible("stage_move")
        return found

    def way_to(self, to: CaseStatus) -> WayOn | None:
        """Return the possible move to a stage, or None when there is none from here."""
        return next((way for way in self.ways if way.to is to), None)


def moves_page(work: UnitOfWork, case_id: UUID) -> MovesPage:
    """Return the page of a case's moves. Raises NotVisible."""
    case = readable_case(work, case_id)
    facts = gather_facts(work, case)
    moves = moves_of(work, case.id)
    views = moves.views
    pending = those_waiting(views)
    status = case_status_of(work, case).status
    return MovesPage(
        case_id=case.id,
        case_code=case.code,
        status=status,
        risk=Risk(case.risk) if case.risk else None,
        ways=tuple(WayOn(to, _checks(facts, Move(status, to))) for to in ways_on(status)),
        pending=pending,
        pending_checks=_checks_of(facts, pending),
        earlier=tuple(view for view in views if view not in pending),
        changed=moves.changed,
        back_to=way_back(work, case),
        steps=steps_to_safety(status),
        may_ask=not pending and has(work, Permission.CASE_WRITE),
    )


def _checks_of(facts: CaseFacts, pending: Sequence[MoveView]) -> tuple[Check, ...]:
    """Return what a request that waits requires; one for a child in danger, everything at once."""
    moves = [Move(view.from_status, view.to) for view in pending]
    reason = pending[-1].reason if pending else None
    if reason is not None and reason.is_urgent:
        # A suspicion that was written with the request goes into the case with the approval.
        to_come = int(reason.concern_id is not None)
        return _danger_checks(replace(facts, concerns=facts.concerns + to_come), moves)
    return _checks(facts, moves[0]) if moves else ()


def _danger_checks(facts: CaseFacts, steps: Sequence[Move]) -> tuple[Check, ...]:
    if not steps or facts.status is not steps[0].from_status:
        return ()
    lacking = missing_in_one_step(facts, steps)
    return tuple(Check(one, one not in lacking) for one in required_in_one_step(steps))


def _checks(facts: CaseFacts, asked: Move) -> tuple[Check, ...]:
    if facts.status is not asked.from_status:
        return ()
    lacking = missing(facts, asked)
    return tuple(
        Check(one, one not in lacking) for one in required(asked) if one not in FULFILLED_WHILE_ASKING
    )
