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
from app.keyring.known_assignments import Ending
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
class Worked:
    """Somebody who worked on a case: from when until when (None: still), by whom that was begun and ended.

    `is_mistake`: it was begun by mistake, so they never worked on it. `is_given_back`: its end was a mistake, and a
    later one goes on with it. `goes_on`: it goes on with one whose end was a mistake.
    """

    assignment_id: UUID
    staff_id: UUID
    name: str
    duty: Duty
    since: datetime
    begun_by: str
    until: datetime | None = None
    ended_by: str = ""
    is_mistake: bool = False
    is_given_back: bool = False
    goes_on: bool = False


@dataclass(frozen=True)
class AssignPage:
    """Who is on the case, and who could be."""

    case_id: UUID
    case_code: str
    is_open: bool
    assigned: tuple[Assigned, ...]
    candidates: tuple[Colleague, ...]
    ended: tuple[Worked, ...] = ()
    """Those who worked on it before, the newest end first."""
    left_out: tuple[str, ...] = ()
    """The names of people whose row differs from the signed directory; nobody can assign them until that is
    resolved."""

    @property
    def already(self) -> tuple[Colleague, ...]:
        """The assigned people, in the form in which they might be chosen once more."""
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
        ended=earlier_workers(work, case),
        left_out=tuple(left_out(work, case.base_id)),
    )


def assigned_to(work: UnitOfWork, case: Case) -> list[Assigned]:
    """Return who works on the case now, oldest assignment first. The case was loaded through its permission."""
    stated = keys.assignments_of(work, case.id, case.base_id)
    names = names_of_staff(work, [each.staff_id for each in stated])
    return [
        Assigned(each.id, each.staff_id, names.get(each.staff_id, ""), each.duty, each.since)
        for each in stated
    ]


def who_worked(work: UnitOfWork, case: Case) -> tuple[Worked, ...]:
    """Return everybody who works or worked on the case, in the order they began, by the signed directory alone."""
    directory = directory_for(work)
    ended = {each.assignment.id: each for each in directory.once_worked(case.id, case.base_id)}
    stated = [*(each.assignment for each in ended.values()), *directory.assigned(case.id, case.base_id)]
    given_back = {each.gives_back for each in stated if each.gives_back}
    people = {id_ for each in stated for id_ in (each.staff_id, each.stated_by)}
    names = names_of_staff(work, [*people, *(each.ended_by for each in ended.values())])
    return tuple(
        Worked(
            assignment_id=each.id,
            staff_id=each.staff_id,
            name=names.get(each.staff_id, ""),
            duty=each.duty,
            since=each.since,
            begun_by=names.get(each.stated_by, "") if each.stated_by else "",
            until=end.until if (end := ended.get(each.id)) else None,
            ended_by=names.get(end.ended_by, "") if end and end.ended_by else "",
            is_mistake=end is not None and end.ending is Ending.BEGUN_BY_MISTAKE,
            is_given_back=each.id in given_back,
            goes_on=each.gives_back is not None,
        )
        for each in sorted(stated, key=lambda each: (each.since, each.id.hex))
    )


def earlier_workers(work: UnitOfWork, case: Case) -> tuple[Worked, ...]:
    """Return who worked on the case and does so no more, the newest end first."""
    ended = [each for each in who_worked(work, case) if each.until is not None]
    return tuple(sorted(ended, key=lambda each: each.until or each.since, reverse=True))


def give_back(work: UnitOfWork, case_id: UUID, assignment_id: UUID) -> None:
    """Put somebody back on an open case whose assignment was ended by mistake, with the keys they had.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow (`case-closed`, `not-assignable`, `row-differs`,
    `never-assigned` for an assignment that was itself a mistake).
    """
    case = writable_case(work, case_id, Permission.CASE_ASSIGN)
    ended = next((one for one in earlier_workers(work, case) if one.assignment_id == assignment_id), None)
    if ended is None:
        raise NotVisible("assignment")
    if ended.is_given_back:
        raise AlreadyDone(record_id=case_id)
    if ended.is_mistake:
        raise NotAllowedNow("never-assigned")
    _assign(work, case, ended.staff_id, gives_back=assignment_id)


def assign(work: UnitOfWork, case_id: UUID, staff_id: UUID) -> None:
    """Assign a caseworker or counsellor of the case's base, as the signed directory knows them.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow (`case-closed`, `not-assignable`, `row-differs`).
    """
    _assign(work, writable_case(work, case_id, Permission.CASE_ASSIGN), staff_id)


def _assign(work: UnitOfWork, case: Case, staff_id: UUID, *, gives_back: UUID | None = None) -> None:
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
        raise AlreadyDone(record_id=case.id)
    keys.assign(
        work,
        case.id,
        staff_id,
        duty=duty,
        base_id=case.base_id,
        child_id=case.child_id,
        gives_back=gives_back,
    )


def end_assignment(
    work: UnitOfWork, case_id: UUID, assignment_id: UUID, *, ending: Ending = Ending.ENDED
) -> None:
    """Take somebody off a case, closed or open; `ending` says whether they were put on it by mistake.

    Raises Refused, NotVisible; AlreadyDone when it has ended.
    """
    case = lock_case(work, case_id, Permission.CASE_ASSIGN)
    if assignment_id in {each.assignment_id for each in earlier_workers(work, case)}:
        raise AlreadyDone(record_id=case.id)
    if assignment_id not in {each.id for each in keys.assignments_of(work, case.id, case.base_id)}:
        raise NotVisible("assignment")
    keys.end_assignment(work, assignment_id, base_id=case.base_id, child_id=case.child_id, ending=ending)
