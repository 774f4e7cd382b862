"""Cases that want a safety plan and have none: of high risk, by tonight, or on the way to safety."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from app.access.scope import scoped, visible
from app.case_records.lists import fitting_on_boards
from app.cases.risk_changes import days_of_risk
from app.foundation.case_statuses import CaseStatus
from app.foundation.chronology import DueItem
from app.foundation.local_time import local_day
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.keyring.boards import board_fits
from app.keyring.case_status import case_status_of
from app.keyring.folders import Fit
from app.safety_plans.plans import SAFETY_PLANS
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.safety_plan import SafetyPlan

KIND = "safety-plan"
WRITE = N_("Write the safety plan")
SHOWN_AT_MOST = 100


def plans_to_write(work: UnitOfWork, case_id: UUID | None = None) -> list[DueItem]:
    """Return the plans that are missing, in one case or in all that this person reads; nothing is opened."""
    found = _candidates(work, case_id)
    fits, missing = board_fits(work, found), _without_plan(work, found)
    return [
        DueItem(local_day(work.now), KIND, case.id, WRITE, "", is_changed=True)
        if fits[case.id] is Fit.CHANGED
        else DueItem(missing[case.id], KIND, case.id, WRITE, case.code, is_grave=True, case_id=case.id)
        for case in found
        if case.id in missing
    ]


def plans_missing(work: UnitOfWork, case_ids: Iterable[UUID]) -> Mapping[UUID, date]:
    """Return which of the cases want a plan and have none, each with the day it was due; for a list of cases."""
    query = scoped(work, Case, Permission.CASE_READ).where(Case.id.in_(list(case_ids)))
    return _without_plan(work, [case for case in work.session.scalars(query) if _wants_plan(work, case)])


def _candidates(work: UnitOfWork, case_id: UUID | None) -> list[Case]:
    if case_id is not None:
        found = [visible(work, Case, case_id, Permission.CASE_READ)]
    else:
        query = scoped(work, Case, Permission.CASE_READ).where(Case.closed_at.is_(None))
        # Each is asked apart, so that each has its index.
        high, on_the_way = Case.risk == Risk.HIGH.value, Case.stage == CaseStatus.RESCUE.value
        found = [
            case
            for each in (high, on_the_way)
            for case in work.session.scalars(query.where(each).order_by(Case.code).limit(SHOWN_AT_MOST))
        ]
    return [case for case in dict.fromkeys(found) if _wants_plan(work, case)]


def _wants_plan(work: UnitOfWork, case: Case) -> bool:
    stated = case_status_of(work, case)
    return not stated.is_closed and (case.risk == Risk.HIGH or stated.status is CaseStatus.RESCUE)


def _without_plan(work: UnitOfWork, cases: Sequence[Case]) -> dict[UUID, date]:
    """Return since when each of the cases that has no plan in force should have one."""
    if not cases:
        return {}
    query = SAFETY_PLANS.reached(work).where(
        SafetyPlan.case_id.in_([case.id for case in cases]), SafetyPlan.ended_at.is_(None)
    )
    planned = {plan.case_id for plan in fitting_on_boards(work, work.session.scalars(query))}
    without = [case for case in cases if case.id not in planned]
    today = local_day(work.now)
    since_risk = days_of_risk(work, [case for case in without if case.risk == Risk.HIGH])
    return {case.id: min(_due(work, case, since_risk.get(case.id, today)), today) for case in without}


def _due(work: UnitOfWork, case: Case, risk_since: date) -> date:
    """Return the day of the danger: when the risk became high, or the way to safety began."""
    return risk_since if case.risk == Risk.HIGH else local_day(case_status_of(work, case).since)
