"""What safety plans offer: the plans, the days to look at them, so that none lapses unnoticed, and their words."""

from uuid import UUID

from app.case_records.lists import changed_entries
from app.cases.due_records import DueRecords
from app.foundation.chronology import ChronologyEntry
from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.offers.changes import Written
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.safety_plans.plans import SAFETY_PLANS, PlanView, opened_plans
from app.unit_of_work import UnitOfWork
from models.safety_plan import SafetyPlan

KIND = "safety-plan"
REVIEW = N_("Look at the safety plan")
WRITTEN = N_("Safety plan written")


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return the plans of the child's cases that this person may read, in no particular order."""
    found = opened_plans(work, SAFETY_PLANS.of_child(work, child_id))
    return [*map(_entry, found.views), *changed_entries(work, found.changed, kind=KIND, title=WRITTEN)]


def _entry(view: PlanView) -> ChronologyEntry:
    return ChronologyEntry(
        at=view.written_at,
        kind=KIND,
        record_id=view.case_id,
        title=WRITTEN,
        text="" if view.words is None else "\n".join(one.what for one in view.words.actions),
        by=view.written_by,
        is_sealed=view.words is None,
    )


DUE = DueRecords(
    SAFETY_PLANS,
    KIND,
    REVIEW,
    SafetyPlan.review_on,
    DayMeaning.PLAN_REVIEW,
    in_force=lambda _today: (SafetyPlan.ended_at.is_(None),),
)

OFFERS = RoomOffers(
    words=RoomWords(
        events={
            "safety_plan.written": N_("wrote a safety plan"),
            "safety_plan.ended": N_("ended a safety plan"),
        },
        reasons={
            "plan-without-action": N_("Write at least one action, and for each one who does what."),
            "review-not-ahead": N_("Choose a day from tomorrow on to look at the plan again."),
        },
        notices={
            "plan-in-force": Notice(N_("The safety plan is in force.")),
        },
    ),
    kinds=(KIND,),
    chronology=chronology_entries,
    due=DUE.of_person,
    due_of_case=DUE.of_case,
    changes=(
        Written(
            KIND, N_("A safety plan was put in force"), at=SafetyPlan.written_at, by=SafetyPlan.written_by
        ),
    ),
)
