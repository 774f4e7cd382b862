"""The child's road, for people who may read the case file: nobody else learns that there is one."""

from dataclasses import dataclass
from uuid import UUID

from app.cases.summaries import CaseBrief, cases_of_children
from app.stage_moves.road import RoadStep, road_of
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ChildsRoad:
    """Where the newest case is, step by step, and the earlier cases."""

    case: CaseBrief
    steps: tuple[RoadStep, ...]
    earlier: tuple[CaseBrief, ...]


def childs_road(work: UnitOfWork, child_id: UUID) -> ChildsRoad | None:
    """Return the road of a child's newest case; None without a case this person may read."""
    cases = cases_of_children(work, [child_id]).get(child_id, ())
    if not cases:
        return None
    newest, *earlier = cases
    return ChildsRoad(newest, road_of(work, newest.id), tuple(earlier))
