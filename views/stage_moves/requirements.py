"""Where each requirement of a move is met, and where what meets it is read."""

from uuid import UUID

from flask import current_app, url_for

from app.cases.stages import Requirement

_OF_A_CASE = {
    Requirement.RISK_SET: "cases.set_risk",
    Requirement.SAFETY_PLAN: "safety_plans.write_plan",
    Requirement.SAFE_HOME: "placements.show_placements",
    Requirement.ASSESSMENT: "restoration.new_assessment",
    Requirement.GOAL: "restoration.new_goal",
}

_READ_AT = {
    Requirement.CONCERN_LINKED: "cases.show_case",
    Requirement.SAFETY_PLAN: "safety_plans.show_plan",
    Requirement.SAFE_HOME: "placements.show_placements",
    Requirement.ASSESSMENT: "restoration.show_restoration",
    Requirement.GOAL: "restoration.show_restoration",
}


def where_to_meet(case_id: UUID) -> dict[Requirement, str]:
    """Return the address where each requirement can be met; those without a page of their own are absent."""
    found = {
        requirement: url_for(endpoint, case_id=case_id)
        for requirement, endpoint in _OF_A_CASE.items()
        if endpoint in current_app.view_functions
    }
    if "concerns.list_concerns" in current_app.view_functions:
        found[Requirement.CONCERN_LINKED] = url_for("concerns.list_concerns")
    return found


def where_to_read(case_id: UUID) -> dict[Requirement, str]:
    """Return the address where what meets a requirement is read; those with nothing to read are absent."""
    return {
        requirement: url_for(endpoint, case_id=case_id)
        for requirement, endpoint in _READ_AT.items()
        if endpoint in current_app.view_functions
    }
