"""What moves tell of a child's road: who asked for one, and what was decided."""

from collections.abc import Mapping
from uuid import UUID

from app.access.proven_cases import cases_of_child
from app.access.scope import scoped
from app.cases.moves import MoveState, MoveView, opened_moves
from app.cases.stages import CaseStatus
from app.foundation.chronology import ChronologyEntry
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from models.stage_move import StageMove

ASKED: Mapping[CaseStatus, str] = {
    CaseStatus.PREVENTION: N_("Asked to begin prevention"),
    CaseStatus.RESCUE: N_("Asked to begin getting to safety"),
    CaseStatus.RESTORATION: N_("Asked to begin restoration"),
    CaseStatus.CLOSED: N_("Asked to close the case"),
}
BEGAN: Mapping[CaseStatus, str] = {
    CaseStatus.PREVENTION: N_("Prevention began"),
    CaseStatus.RESCUE: N_("Getting to safety began"),
    CaseStatus.RESTORATION: N_("Restoration began"),
    CaseStatus.CLOSED: N_("Case closed"),
}
CHANGED = N_("A move along the road")
NOT_MOVED = N_("The move was refused")


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return what the moves of a child's cases tell; one that was withdrawn tells nothing. In no order."""
    cases = cases_of_child(work, child_id, Permission.CASE_READ)
    query = scoped(work, StageMove, Permission.CASE_READ).where(
        StageMove.case_id.in_(cases), StageMove.state != MoveState.WITHDRAWN.value
    )
    rows = list(work.session.scalars(query))
    moves = opened_moves(work, rows)
    case_of = {row.id: row.case_id for row in rows}
    changed = [
        ChronologyEntry(work.now, "stage-move", case_of[id_], CHANGED, is_changed=True)
        for id_ in moves.changed
    ]
    return [entry for view in moves.views for entry in _entries(view)] + changed


def _entries(view: MoveView) -> list[ChronologyEntry]:
    asked = ChronologyEntry(
        at=view.asked_at,
        kind="stage-move",
        record_id=view.case_id,
        title=ASKED[view.to],
        text=view.reason.words if view.reason else "",
        by=view.asked_by,
        is_sealed=view.reason is None,
    )
    if view.decided_at is None:
        return [asked]
    decided = ChronologyEntry(
        at=view.decided_at,
        kind="stage-move",
        record_id=view.case_id,
        title=BEGAN[view.to] if view.state is MoveState.APPROVED else NOT_MOVED,
        text=view.decision.words if view.decision else "",
        by=view.decided_by,
        is_weighty=view.to is CaseStatus.RESCUE and view.state is MoveState.APPROVED,
        is_sealed=view.decision is None,
    )
    return [asked, decided]
