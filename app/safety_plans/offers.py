"""What safety plans offer: the plans, the days to look at them, so that none lapses unnoticed, and their words."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from uuid import UUID

from app.case_records.lists import changed_entries
from app.cases.due_records import DueRecords
from app.foundation.chronology import ChronologyEntry, DueItem
from app.foundation.day_meanings import DayMeaning
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.offers.changes import Written
from app.offers.places import CasePlace, CaseTab, RecordPage, Topic
from app.offers.room import RoomOffers
from app.offers.words import Notice, RoomWords
from app.safety_plans.missing import KIND, plans_to_write
from app.safety_plans.plans import SAFETY_PLANS, PlanView, opened_plans
from app.unit_of_work import UnitOfWork
from models.safety_plan import SafetyPlan

REVIEW = N_("Look at the safety plan again")
WRITTEN = N_("Safety plan written")
UNCHANGED = N_("Looked at the safety plan again: it stays as it is")


def chronology_entries(work: UnitOfWork, child_id: UUID) -> list[ChronologyEntry]:
    """Return the plans of the child's cases that this person may read, in no particular order."""
    found = opened_plans(work, SAFETY_PLANS.of_child(work, child_id))
    before = _before(found.views)
    return [
        *(_entry(view, before.get(view.id)) for view in (*found.views, *found.marked)),
        *changed_entries(work, found.changed, kind=KIND, title=WRITTEN),
    ]


def _before(views: Iterable[PlanView]) -> dict[UUID, PlanView]:
    """Return for each plan the one of its case that it took the place of."""
    of_case: dict[UUID, list[PlanView]] = {}
    for view in sorted(views, key=lambda view: view.written_at):
        of_case.setdefault(view.case_id, []).append(view)
    return {after.id: before for plans in of_case.values() for before, after in pairwise(plans)}


def _entry(view: PlanView, before: PlanView | None) -> ChronologyEntry:
    """Return what a plan tells; one that says the same as the one before tells only why it was written again."""
    words, earlier = view.words, before.words if before else None
    same = words is not None and earlier is not None and replace(words, why=earlier.why) == earlier
    return ChronologyEntry(
        at=view.written_at,
        kind=KIND,
        record_id=view.case_id,
        title=UNCHANGED if same else WRITTEN,
        text="" if words is None else words.why if same else "\n".join(one.what for one in words.actions),
        by=view.written_by,
        is_sealed=view.words is None,
        is_mistaken=view.marks.is_marked,
    )


DUE = DueRecords(
    SAFETY_PLANS,
    KIND,
    REVIEW,
    SafetyPlan.review_on,
    DayMeaning.PLAN_REVIEW,
    in_force=lambda _today: (SafetyPlan.ended_at.is_(None),),
)


def due_items(work: UnitOfWork, *, until: date) -> list[DueItem]:
    """Return the plans to look at up to a day, and the cases that have none though the child is in danger."""
    return [*plans_to_write(work), *DUE.of_person(work, until=until)]


def due_of_case(work: UnitOfWork, case_id: UUID) -> list[DueItem]:
    """Return the same of one case."""
    return [*plans_to_write(work, case_id), *DUE.of_case(work, case_id)]


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
    pages={KIND: RecordPage("safety_plans.show_plan", "case_id")},
    topics={"safety_plans": Topic(N_("Safety plan"), within="cases")},
    case_places=(
        CasePlace(
            tab=CaseTab.PLAN,
            label=N_("Safety plan"),
            endpoint="safety_plans.show_plan",
            permission=Permission.CASE_READ,
        ),
    ),
    chronology=chronology_entries,
    due=due_items,
    due_of_case=due_of_case,
    changes=(
        Written(
            KIND, N_("A safety plan was put in force"), at=SafetyPlan.written_at, by=SafetyPlan.written_by
        ),
    ),
)
