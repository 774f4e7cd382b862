"""Which moves wait for this person's decision."""

from collections.abc import Sequence
from uuid import UUID

from app.access.proven_cases import codes_of_cases
from app.access.scope import has, scoped
from app.cases.moves import MoveState, stated_move
from app.cases.stages import LABELS, CaseStatus
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.boards import board_fits
from app.keyring.folders import Fit
from app.unit_of_work import UnitOfWork
from models.stage_move import StageMove

DECIDE = N_("Decide a move")
IN_DANGER = N_("Decide tonight: a child is in danger, getting to safety")


def moves_to_decide(work: UnitOfWork) -> list[DueItem]:
    """Return the requests that others made and this person may decide: of a child in danger first, then longest wait.

    Moves that are decided together are one request. `record_id` is the case, `step_id` the move to decide.
    """
    if not has(work, Permission.STAGE_APPROVE):
        return []
    query = scoped(work, StageMove, Permission.STAGE_APPROVE).where(
        StageMove.state == MoveState.ASKED.value, StageMove.asked_by != work.person.id
    )
    rows = work.session.scalars(query.order_by(StageMove.asked_at).limit(100)).all()
    codes, fits = codes_of_cases(work, [row.case_id for row in rows]), board_fits(work, rows)
    sound: dict[UUID, list[StageMove]] = {}
    for row in rows:
        if fits[row.id] is not Fit.CHANGED and stated_move(work, row) is None:
            sound.setdefault(row.case_id, []).append(row)
    items = [_item(of_case, codes[case_id]) for case_id, of_case in sound.items()]
    changed = [
        DueItem(local_day(work.now), "stage-move", row.case_id, DECIDE, codes[row.case_id], is_changed=True)
        for row in rows
        if fits[row.id] is Fit.CHANGED and stated_move(work, row) is None
    ]
    return sorted(items, key=lambda item: item.title is not IN_DANGER) + changed


def _item(requests: Sequence[StageMove], code: str) -> DueItem:
    """Return a case's request; the last of moves that are made one after the other speaks for them."""
    begun = {row.from_stage for row in requests}
    last = next((row for row in requests if row.to_stage not in begun), requests[-1])
    in_danger = len(requests) > 1
    return DueItem(
        due_on=local_day(last.asked_at),
        kind="stage-move",
        record_id=last.case_id,
        title=IN_DANGER if in_danger else DECIDE,
        code=code,
        due_at=last.asked_at,
        label="" if in_danger else LABELS[CaseStatus(last.to_stage)],
        is_waiting=True,
        is_grave=in_danger,
        step_id=last.id,
        case_id=last.case_id,
    )
