"""Gathers from every room what the stage table needs to know about a case."""

from sqlalchemy import select

from app.access.scope import condition
from app.cases.closure import fulfils
from app.cases.documents import MoveReason
from app.cases.stages import CaseFacts
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.keyring.boards import board_fits
from app.keyring.case_status import case_status_of
from app.keyring.folders import Fit
from app.mistakes.states import is_marked
from app.placements.homes import current_placements
from app.restoration.assessments import has_assessment
from app.restoration.goals import has_goal
from app.safety_plans.plans import current_plan
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.concern import Concern


def gather_facts(work: UnitOfWork, case: Case, *, reason: MoveReason | None = None) -> CaseFacts:
    """Return the current facts; `reason` is that of a move to closed.

    A record that does not open, or was changed outside, counts as absent: no case moves on the strength of something
    that nobody can read, or that nobody wrote.
    """
    plan = current_plan(work, case.id)
    closure = reason.closure if reason else None
    return CaseFacts(
        status=case_status_of(work, case).status,
        risk=Risk(case.risk) if case.risk else None,
        concerns=_linked_concerns(work, case),
        plan_actions=len(plan.words.actions) if plan and plan.words else 0,
        plan_review_on=plan.review_on if plan else None,
        safe_homes=sum(home.is_safe for home in current_placements(work, case.id).views),
        assessments=int(has_assessment(work, case.id)),
        goals=int(has_goal(work, case.id)),
        has_closure_reason=closure is not None,
        fulfils_closure=fulfils(closure, reason.confirmed if reason else ()),
    )


def _linked_concerns(work: UnitOfWork, case: Case) -> int:
    """Count the concerns linked to the case that are what was written and no mistake; words belong to one of them."""
    reached = condition(work, Concern, Permission.CONCERN_READ)
    rows = work.session.scalars(select(Concern).where(Concern.case_id == case.id, reached)).all()
    fits = board_fits(work, rows)
    return sum(fits[row.id] is not Fit.CHANGED and not is_marked(row) for row in rows)
