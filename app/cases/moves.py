"""How moves are stored and read; `app.stage_moves` asks for them and decides them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.access.addresses import declare_address
from app.access.assigned import assigned_case
from app.access.scope import declare_scope, has, own_base, scoped
from app.cases.documents import MoveDecision, MoveReason
from app.cases.stages import CaseStatus, case_status_from, takes_back
from app.foundation.permissions import Permission, Reach
from app.keyring.folders import OpenFolder, look_in, open_folders
from app.keyring.known_directory import directory_for
from app.keyring.stated_facts import StatedMove
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
    """The state of a move."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class MoveView:
    """A move as readers of the case see it; sealed parts are None when they do not open."""

    id: UUID
    case_id: UUID
    from_status: CaseStatus
    to: CaseStatus
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

    @property
    def takes_back(self) -> bool:
        """Whether it takes the move before it back as a mistake."""
        return takes_back(self.from_status, self.to)


@dataclass(frozen=True)
class Moves:
    """Moves in the order they were asked for, and the ids of changed ones, of which nothing is shown."""

    views: tuple[MoveView, ...]
    changed: tuple[UUID, ...]


def moves_of(work: UnitOfWork, case_id: UUID) -> Moves:
    """Return a case's moves, newest first. The case was loaded through its permission."""
    query = scoped(work, StageMove, Permission.CASE_READ).where(StageMove.case_id == case_id)
    return opened_moves(work, list(work.session.scalars(query.order_by(StageMove.asked_at.desc()))))


def waiting_moves(work: UnitOfWork, case_id: UUID) -> tuple[MoveView, ...]:
    """Return what waits for a decision; a case has at most one request. A changed one no longer waits.

    A request is one move, or the moves that are decided together, in the order they are made.
    """
    query = scoped(work, StageMove, Permission.CASE_READ).where(
        StageMove.case_id == case_id, StageMove.state == MoveState.ASKED.value
    )
    return those_waiting(opened_moves(work, list(work.session.scalars(query))).views)


def those_waiting(views: Iterable[MoveView]) -> tuple[MoveView, ...]:
    """Return those of a case's moves that wait for a decision, in the order they are made."""
    waiting = [view for view in views if view.state is MoveState.ASKED]
    reached = {view.to for view in waiting}
    return tuple(sorted(waiting, key=lambda view: view.from_status in reached))


def opened_moves(work: UnitOfWork, rows: list[StageMove]) -> Moves:
    """Open moves that were loaded through their permission."""
    folders = open_folders(work, [row.folder_id for row in rows])
    names = names_of_staff(work, [one for row in rows for one in (row.asked_by, row.decided_by)])
    views, changed = [], []
    for row in rows:
        look, made = look_in(folders.get(row.folder_id), row, MoveReason), stated_move(work, row)
        if look.is_changed or (row.state == MoveState.APPROVED and made is None):
            changed.append(row.id)
        else:
            views.append(_view(work, row, look.document, made, names, folders.get(row.folder_id)))
    return Moves(tuple(views), tuple(changed))


def stated_move(work: UnitOfWork, row: StageMove) -> StatedMove | None:
    """Return the statement that approved the move: no row moves a case, whatever it says."""
    stated = directory_for(work).moves_of(row.case_id, row.base_id)
    return next((made for made in stated if made.id == row.id), None)


def _view(
    work: UnitOfWork,
    row: StageMove,
    reason: MoveReason | None,
    made: StatedMove | None,
    names: dict[UUID, str],
    folder: OpenFolder | None,
) -> MoveView:
    is_own = row.asked_by == work.person.id
    state = MoveState(row.state) if made is None else MoveState.APPROVED
    decided_by, decided_at = (made.decided_by, made.decided_at) if made else (row.decided_by, row.decided_at)
    return MoveView(
        id=row.id,
        case_id=row.case_id,
        from_status=case_status_from(row.from_stage),
        to=case_status_from(row.to_stage),
        state=state,
        reason=reason,
        decision=look_in(folder, row, MoveDecision).document,
        asked_by=names.get(row.asked_by, ""),
        asked_at=row.asked_at,
        decided_by=names_of_staff(work, [decided_by]).get(decided_by, "") if decided_by else "",
        decided_at=decided_at,
        version=row.version,
        is_own=is_own,
        may_decide=state is MoveState.ASKED and not is_own and has(work, Permission.STAGE_APPROVE),
    )
