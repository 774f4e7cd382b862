"""What Today says when nothing is due: the next useful step, by role."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.foundation.marking import N_
from app.foundation.roles import Role


@dataclass(frozen=True)
class Advice:
    """What to do, in marked words, and the place of the rail to do it ("" for none)."""

    text: str
    action: str = ""
    place: str = ""


_ADVICE: Mapping[Role, Advice] = {
    Role.FIELD: Advice(
        N_("Open a shift before you go out; write each meeting down when you are back."),
        N_("To outreach"),
        "outreach",
    ),
    Role.CASEWORKER: Advice(
        N_("Tasks, plan reviews and next contacts of the children you are assigned to appear here."),
        N_("To your cases"),
        "cases",
    ),
    Role.COUNSELLOR: Advice(
        N_("Assessments and reviews of the children you are assigned to appear here."),
        N_("To the children"),
        "children",
    ),
    Role.SUPERVISOR: Advice(
        N_(
            "Concerns to acknowledge, moves to decide and plans to review appear here, the most urgent first."
        ),
        N_("To the concerns"),
        "concerns",
    ),
    Role.DIRECTOR: Advice(
        N_("Moves to decide, packets to approve and anything overdue in any base appear here."),
        N_("To the cases"),
        "cases",
    ),
    Role.TECHNICIAN: Advice(
        N_(
            "Nothing about a child is ever shown to you. Accounts, devices and settings are yours to keep in order."
        ),
        N_("To the accounts"),
        "accounts",
    ),
    Role.AUDITOR: Advice(
        N_("The audit trail shows who opened what, and proves that nothing was taken out."),
        N_("To the audit trail"),
        "audit",
    ),
    Role.VOLUNTEER: Advice(
        N_("If something worries you about a child, raise it now; somebody answers."),
        N_("To the concerns"),
        "concerns",
    ),
}


def advice_for(role: Role) -> Advice:
    """Return the advice for a person with nothing due."""
    return _ADVICE[role]
