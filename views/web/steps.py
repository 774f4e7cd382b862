"""The first step of what is due: the form that does it, for people who may, with the case filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from app.access.scope import has
from app.foundation.chronology import DueItem
from app.foundation.permissions import Permission
from app.unit_of_work import UnitOfWork
from views.web.places import page_of


@dataclass(frozen=True)
class Step:
    """A form of a case, or the place on a page where it is done.

    `about` is what the address calls the record it is about; `values` fill the form in.
    """

    endpoint: str
    permission: Permission
    about: str = ""
    values: Mapping[str, str] | None = None
    anchor: str | None = None


STEPS: Mapping[str, Step] = {
    "task": Step("cases.show_case", Permission.CASE_READ, anchor="to-do"),
    "contact": Step("cases.add_note", Permission.CASE_WRITE, values={"met": "1"}),
    "safety-plan": Step("safety_plans.write_plan", Permission.CASE_WRITE),
    "placement": Step("placements.edit_placement", Permission.CASE_WRITE, about="placement_id"),
    "assessment": Step("restoration.new_assessment", Permission.RESTORATION_WRITE),
    "goal": Step("restoration.edit_goal", Permission.RESTORATION_WRITE, about="goal_id"),
    "stage-move": Step("stage_moves.decide", Permission.STAGE_APPROVE, about="move_id"),
    "consent": Step("consents.approve", Permission.STAGE_APPROVE, about="consent_id"),
}
"""By kind. A kind that is absent is done on its own page."""


def address_of(work: UnitOfWork, item: DueItem) -> str:
    """Return where what is due is done: its first step's form, or its page for people who may only read it."""
    step = STEPS.get(item.kind)
    if step is None or item.is_changed or item.case_id is None or not has(work, step.permission):
        return page_of(item.kind, item.record_id)
    if step.endpoint not in current_app.view_functions or (step.about and item.step_id is None):
        return page_of(item.kind, item.record_id)
    values: dict[str, Any] = {"case_id": item.case_id, **(step.values or {})}
    if step.about:
        values[step.about] = item.step_id
    return url_for(step.endpoint, _anchor=step.anchor, **values)
