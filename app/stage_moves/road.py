"""Draws the road of a case from its approved moves: which stages are done, which is now, which lie ahead."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.access.scope import scoped
from app.case_records.loading import readable_case
from app.cases.moves import MoveState
from app.cases.stages import Standing, standing_of
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.stages import Stage
from app.unit_of_work import UnitOfWork
from models.stage_move import StageMove

ROAD = (Stage.PREVENTION, Stage.RESCUE, Stage.RESTORATION)


class StepState(StrEnum):
    """How a stage of the road stands."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class RoadStep:
    """One stage: since when, until when, and for how many days the child is in it now."""

    stage: Stage
    state: StepState
    from_on: date | None = None
    until_on: date | None = None
    days: int = 0


def road_of(work: UnitOfWork, case_id: UUID) -> tuple[RoadStep, ...]:
    """Return the three steps of a case's road. Raises NotVisible."""
    case = readable_case(work, case_id)
    query = scoped(work, StageMove, Permission.CASE_READ).where(
        StageMove.case_id == case.id, StageMove.state == MoveState.APPROVED.value
    )
    moves = list(work.session.scalars(query.order_by(StageMove.decided_at)))
    return tuple(_step(stage, moves, standing_of(case.stage), local_day(work.now)) for stage in ROAD)


def _step(stage: Stage, moves: list[StageMove], standing: Standing, today: date) -> RoadStep:
    entered = [local_day(row.decided_at) for row in moves if row.to_stage == stage and row.decided_at]
    left = [local_day(row.decided_at) for row in moves if row.from_stage == stage and row.decided_at]
    began = entered[-1] if entered else None
    if standing.value == stage.value:
        return RoadStep(stage, StepState.NOW, began, None, (today - began).days if began else 0)
    if _is_ahead(stage, standing):
        return RoadStep(stage, StepState.AHEAD, began, left[-1] if left else None)
    if began is None:
        return RoadStep(stage, StepState.SKIPPED)
    return RoadStep(stage, StepState.DONE, began, left[-1] if left else None)


def _is_ahead(stage: Stage, standing: Standing) -> bool:
    if standing is Standing.CLOSED:
        return False
    if standing is Standing.OPENED:
        return True
    return ROAD.index(stage) > ROAD.index(Stage(standing.value))
