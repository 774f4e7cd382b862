"""What safety plans tell of a child's road."""

from uuid import UUID

from app.access.scope import scoped
from app.access.sound_cases import cases_of_child
from app.foundation.chronology import ChronologyEntry
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.safety_plans.plans import PlanView, opened_plans
from app.unit_of_work import UnitOfWork
from models.safety_plan import SafetyPlan

WRITTEN = N_("Safety plan written")


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return the plans of the child's cases, as far as this person may read them; in no order."""
    cases = cases_of_child(work, child_id, Permission.CASE_READ)
    query = scoped(work, SafetyPlan, Permission.CASE_READ).where(SafetyPlan.case_id.in_(cases))
    return [_entry(view) for view in opened_plans(work, list(work.session.scalars(query)))]


def _entry(view: PlanView) -> ChronologyEntry:
    return ChronologyEntry(
        at=view.made_at,
        kind="safety-plan",
        record_id=view.case_id,
        title=WRITTEN,
        text="" if view.words is None else "\n".join(one.what for one in view.words.actions),
        by=view.made_by,
        is_sealed=view.words is None,
    )
