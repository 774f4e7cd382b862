"""Which moves wait for this person's decision."""

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.cases.moves import MoveState, stated_move
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.unit_of_work import UnitOfWork
from models.stage_move import StageMove

DECIDE = N_("Decide a move")


def moves_to_decide(work: UnitOfWork) -> list[DueItem]:
    """Return the moves that others asked for and this person may decide, the longest wait first."""
    if not has(work, Permission.STAGE_APPROVE):
        return []
    query = scoped(work, StageMove, Permission.STAGE_APPROVE).where(
        StageMove.state == MoveState.ASKED.value, StageMove.asked_by != work.person.id
    )
    rows = work.session.scalars(query.order_by(StageMove.asked_at).limit(100)).all()
    codes, fits = codes_of_cases(work, [row.case_id for row in rows]), board_fits(work, rows)
    return [
        _changed(work, row, codes[row.case_id])
        if fits[row.id] is Fit.CHANGED
        else DueItem(
            due_on=local_day(row.asked_at),
            kind="stage-move",
            record_id=row.case_id,
            title=DECIDE,
            code=codes[row.case_id],
            due_at=row.asked_at,
            is_waiting=True,
        )
        for row in rows
        if stated_move(work, row) is None
    ]


def _changed(work: UnitOfWork, row: StageMove, code: str) -> DueItem:
    return DueItem(local_day(work.now), "stage-move", row.case_id, DECIDE, code, is_changed=True)
