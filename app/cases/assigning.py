"""Puts people on a case and takes them off again; the keys follow."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.addresses import declare_address
from app.access.scope import require
from app.case_records.loading import lock_case, readable_case, writable_case
from app.cases.colleagues import Colleague, assignable, left_out
from app.foundation.errors import AlreadyDone, NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.keyring import assigning as keys
from app.keyring.case_status import is_closed
from app.keyring.known_directory import directory_for
from app.keyring.policy import DUTY_OF_ROLE, Duty
from app.staff.colleagues import names_of_staff
from app.staff.members import row_differs
from app.unit_of_work import UnitOfWork, Visibility
from models.assignment import Assignment
from models.case import Case
from models.staff_member import StaffMember

declare_address("case_id", "assignment_id", Assignment.case_id)

_ROLE_OF_DUTY = {duty: role for role, duty in DUTY_OF_ROLE.items()}


@dataclass(frozen=True)
class Assigned:
    """Somebody who works on a case now."""

    assignment_id: UUID
    staff_id: UUID
    name: str
    duty: Duty
    since: datetime


@dataclass(frozen=True)
class AssignPage:
    """Who is on the case, and who could be."""

    case_id: UUID
    case_code: str
    is_open: bool
    assigned: tuple[Assigned, ...]
    candidates: tuple[Colleague, ...]
    left_out: tuple[str, ...] = ()
    """Names of those whose row differs from the signed directory: nobody assigns them before that is cleared up."""

    @property
    def already(self) -> tuple[Colleague, ...]:
        """Those assigned, as somebody might choose them once more."""
        return tuple(Colleague(one.staff_id, one.name, _ROLE_OF_DUTY[one.duty]) for one in self.assigned)

    def one(self, assignment_id: UUID) -> Assigned:
        """Return one of the assignments in force. Raises NotVisible."""
        found = next((one for one in self.assigned if one.assignment_id == assignment_id), None)
        if found is None:
            raise NotVisible("assignment")
        return found


def assign_page(work: UnitOfWork, case_id: UUID) -> AssignPage:
    """Return what the assignment page shows. Raises NotVisible, Refused."""
    case = readable_case(work, case_id)
    require(work, Permission.CASE_ASSIGN)
    assigned = assigned_to(work, case)
    besides = [one.staff_id for one in assigned]
    return AssignPage(
        case_id=case.id,
        case_code=case.code,
        is_open=not is_closed(work, case),
        assigned=tuple(assigned),
        candidates=tuple(assignable(work, case.base_id, besides=besides)),
        left_out=tuple(left_out(work, case.base_id)),
    )


def assigned_to(work: UnitOfWork, case: Case) -> list[Assigned]:
    """Return who works on the case now, oldest first. The case was loaded through its permission."""
    stated = keys.assignments_of(work, case.id, case.base_id)
    names = names_of_staff(work, [each.staff_id for each in stated])
    return [
        Assigned(each.id, each.staff_id, names.get(each.staff_id, ""), each.duty, each.since)
        for each in stated
    ]


def assign(work: UnitOfWork, case_id: UUID, staff_id: UUID) -> None:
    """Assign a caseworker or counsellor of the case's base, as the signed directory knows them.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow (`case-closed`, `not-assignable`, `row-differs`).
    """
    case = writable_case(work, case_id, Permission.CASE_ASSIGN)
    member = work.session.get(StaffMember, staff_id)
    if member is None or member.state != "active":
        raise NotAllowedNow("not-assignable")
    if row_differs(work, member):
        work.record(
            "account.row_differs", subjects=[staff_id], visibility=Visibility.SYSTEM, survives_rollback=True
        )
        raise NotAllowedNow("row-differs")
    known = directory_for(work).person(staff_id)
    duty = DUTY_OF_ROLE.get(known.role)
    if duty is None or known.base_id != case.base_id:
        raise NotAllowedNow("not-assignable")
    if any(one.staff_id == staff_id for one in keys.assignments_of(work, case.id, case.base_id)):
        raise AlreadyDone(record_id=case_id)
    keys.assign(work, case_id, staff_id, duty=duty, base_id=case.base_id, child_id=case.child_id)


def end_assignment(work: UnitOfWork, case_id: UUID, assignment_id: UUID) -> None:
    """Take somebody off a case, closed or open. Raises Refused, NotVisible."""
    case = lock_case(work, case_id, Permission.CASE_ASSIGN)
    if assignment_id not in {each.id for each in keys.assignments_of(work, case.id, case.base_id)}:
        raise NotVisible("assignment")
    keys.end_assignment(work, assignment_id, base_id=case.base_id, child_id=case.child_id)
