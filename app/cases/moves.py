"""Moves as they are stored and read; `app.stage_moves` asks for them and decides them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.access.addresses import declare_address
from app.access.assigned import assigned_case
from app.access.scope import declare_scope, has, own_base, scoped
from app.cases.documents import MoveDecision, MoveReason
from app.cases.stages import Standing, standing_of
from app.foundation.permissions import Permission, Reach
from app.keyring.folders import OpenFolder, open_folders, opened_in
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.stage_move import StageMove

declare_scope(
    StageMove,
    allowed={Permission.CASE_READ, Permission.STAGE_APPROVE},
    rules={Reach.BASE: own_base(StageMove.base_id), Reach.ASSIGNED: assigned_case(StageMove.case_id)},
)
declare_address("case_id", "move_id", StageMove.case_id)


class MoveState(StrEnum):
    """What became of a move."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class MoveView:
    """A move as readers of the case see it; what is sealed is None when it does not open."""

    id: UUID
    case_id: UUID
    from_standing: Standing
    to: Standing
    state: MoveState
    reason: MoveReason | None
    decision: MoveDecision | None
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    version: int
    is_own: bool
    may_decide: bool

    @property
    def is_decided(self) -> bool:
        """Whether somebody approved or refused it."""
        return self.decided_at is not None


def moves_of(work: UnitOfWork, case_id: UUID) -> list[MoveView]:
    """Return a case's moves, the newest first. The case was loaded through its permission."""
    query = scoped(work, StageMove, Permission.CASE_READ).where(StageMove.case_id == case_id)
    return opened_moves(work, list(work.session.scalars(query.order_by(StageMove.asked_at.desc()))))


def waiting_move(work: UnitOfWork, case_id: UUID) -> MoveView | None:
    """Return the move that waits for a decision; a case has one at most."""
    query = scoped(work, StageMove, Permission.CASE_READ).where(
        StageMove.case_id == case_id, StageMove.state == MoveState.ASKED.value
    )
    return next(iter(opened_moves(work, list(work.session.scalars(query)))), None)


def opened_moves(work: UnitOfWork, rows: list[StageMove]) -> list[MoveView]:
    """Open moves that were loaded through their permission."""
    folders = open_folders(work, [row.folder_id for row in rows])
    names = names_of_staff(work, [one for row in rows for one in (row.asked_by, row.decided_by)])
    return [_view(work, row, folders.get(row.folder_id), names) for row in rows]


def _view(work: UnitOfWork, row: StageMove, folder: OpenFolder | None, names: dict[UUID, str]) -> MoveView:
    is_own = row.asked_by == work.person.id
    return MoveView(
        id=row.id,
        case_id=row.case_id,
        from_standing=standing_of(row.from_stage),
        to=standing_of(row.to_stage),
        state=MoveState(row.state),
        reason=opened_in(folder, MoveReason, row.id, row.reason),
        decision=opened_in(folder, MoveDecision, row.id, row.decision) if row.decision else None,
        asked_by=names.get(row.asked_by, ""),
        asked_at=row.asked_at,
        decided_by=names.get(row.decided_by, "") if row.decided_by else "",
        decided_at=row.decided_at,
        version=row.version,
        is_own=is_own,
        may_decide=row.state == MoveState.ASKED and not is_own and has(work, Permission.STAGE_APPROVE),
    )
