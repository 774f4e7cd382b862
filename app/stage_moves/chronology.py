"""What moves tell of a child's road: who asked for one, and what was decided."""

from collections.abc import Mapping
from uuid import UUID

from app.access.proven_cases import cases_of_child
from app.access.scope import scoped
from app.cases.moves import MoveState, MoveView, opened_moves
from app.cases.stages import CaseStatus, takes_back
from app.foundation.chronology import ChronologyEntry
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.closure_reasons import ClosureReason
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
ASKED_AGAIN = N_("Asked to open the case again")
OPENED_AGAIN = N_("Case opened again: it was closed by mistake")
ASKED_BACK = N_("Asked to take a move back")
TAKEN_BACK = N_("A move was taken back: it was approved by mistake")
AS_A_MISTAKE: Mapping[ClosureReason | None, str] = {
    ClosureReason.OPENED_BY_MISTAKE: N_("Case closed: it was opened by mistake"),
    ClosureReason.DUPLICATE: N_("Case closed: there was another one already"),
}
CHANGED = N_("A move along the road")
NOT_MOVED = N_("The move was refused")


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return the entries for the moves of a child's cases, in no order; a withdrawn move has none."""
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
    by_id = {view.id: view for view in moves.views}
    # Of moves that were made at one moment the later stage is the newer.
    latest_first = sorted(moves.views, key=lambda view: list(CaseStatus).index(view.to), reverse=True)
    return [entry for view in latest_first for entry in _entries(view, by_id)] + changed


def _entries(view: MoveView, by_id: Mapping[UUID, MoveView]) -> list[ChronologyEntry]:
    """Return what a move tells. Of two that were asked for together the last one tells the words of both."""
    reason, is_back = view.reason, takes_back(view.from_status, view.to)
    other = by_id.get(reason.together) if reason and reason.together else None
    is_first = other is not None and other.from_status is view.to
    said = reason if reason and not is_first else None
    asked = ChronologyEntry(
        at=view.asked_at,
        kind="stage-move",
        record_id=view.case_id,
        title=_asked(view) if is_back else ASKED[view.to],
        text="\n".join(filter(None, (said.duplicate_of, said.words))) if said else "",
        by=view.asked_by,
        is_sealed=view.reason is None,
    )
    if view.decided_at is None:
        return [asked]
    decided = ChronologyEntry(
        at=view.decided_at,
        kind="stage-move",
        record_id=view.case_id,
        title=_outcome(view) if view.state is MoveState.APPROVED else NOT_MOVED,
        text=view.decision.words if view.decision and not is_first else "",
        by=view.decided_by,
        is_weighty=view.to is CaseStatus.RESCUE and view.state is MoveState.APPROVED and not is_back,
        is_sealed=view.decision is None,
    )
    return [decided, asked]


def _asked(view: MoveView) -> str:
    """Return what taking a move back is called: of a closing, opening the case again."""
    return ASKED_AGAIN if view.from_status is CaseStatus.CLOSED else ASKED_BACK


def _outcome(view: MoveView) -> str:
    if takes_back(view.from_status, view.to):
        return OPENED_AGAIN if view.from_status is CaseStatus.CLOSED else TAKEN_BACK
    return AS_A_MISTAKE.get(view.reason.closure if view.reason else None, BEGAN[view.to])
