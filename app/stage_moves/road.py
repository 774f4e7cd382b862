"""Draws the road of a case from its stated moves: which stages are done, current, or ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.case_records.loading import readable_case
from app.cases.stages import CaseStatus
from app.foundation.local_time import local_day
from app.foundation.vocabulary.stages import Stage
from app.keyring.case_status import case_status_of, standing_moves
from app.keyring.stated_facts import StatedMove
from app.unit_of_work import UnitOfWork

ROAD = (Stage.PREVENTION, Stage.RESCUE, Stage.RESTORATION)


class StepState(StrEnum):
    """The state of a stage on the road."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class RoadStep:
    """One stage: since when, until when, and for how many days the child has been in it."""

    stage: Stage
    state: StepState
    from_on: date | None = None
    until_on: date | None = None
    days: int = 0


def road_of(work: UnitOfWork, case_id: UUID) -> tuple[RoadStep, ...]:
    """Return the three steps of a case's road. Raises NotVisible."""
    case = readable_case(work, case_id)
    moves, status = standing_moves(work, case), case_status_of(work, case).status
    return tuple(_step(stage, moves, status, local_day(work.now)) for stage in ROAD)


def _step(stage: Stage, moves: Sequence[StatedMove], status: CaseStatus, today: date) -> RoadStep:
    entered = [local_day(made.decided_at) for made in moves if made.to.value == stage.value]
    left = [local_day(made.decided_at) for made in moves if made.from_status.value == stage.value]
    began = entered[-1] if entered else None
    if status.value == stage.value:
        return RoadStep(stage, StepState.NOW, began, None, (today - began).days if began else 0)
    if _is_ahead(stage, status):
        return RoadStep(stage, StepState.AHEAD, began, left[-1] if left else None)
    if began is None:
        return RoadStep(stage, StepState.SKIPPED)
    return RoadStep(stage, StepState.DONE, began, left[-1] if left else None)


def _is_ahead(stage: Stage, status: CaseStatus) -> bool:
    if status is CaseStatus.CLOSED:
        return False
    if status is CaseStatus.OPENED:
        return True
    return ROAD.index(stage) > ROAD.index(Stage(status.value))
