"""Who may work on a case, and how many cases each carries."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select

from app.bases.known import pack_of_base
from app.cases.stages import CaseStatus
from app.foundation.roles import Role
from app.keyring.known_directory import directory_for
from app.keyring.policy import DUTY_OF_ROLE, Duty
from app.staff.colleagues import names_of_staff
from app.staff.members import row_differs
from app.unit_of_work import UnitOfWork, Visibility
from models.case import Case
from models.staff_member import StaffMember


@dataclass(frozen=True)
class Colleague:
    """Somebody who may be given work, and how much they carry already."""

    id: UUID
    name: str
    role: Role
    open_cases: int = 0
    is_over: bool = False


def assignable(work: UnitOfWork, base_id: UUID, *, besides: Iterable[UUID] = ()) -> list[Colleague]:
    """Return who of the base may be assigned to a case, with their caseload; `besides` are left out.

    Whose row does not say what the signed directory says is left out too, and that is recorded.
    """
    left = set(besides)
    members = [member for member in _claimed_of(work, base_id) if member.id not in left]
    rows = [member for member in members if not row_differs(work, member)]
    if len(rows) < len(members):
        differing = [member.id for member in members if member not in rows]
        work.record("account.row_differs", subjects=differing, base_id=base_id, visibility=Visibility.SYSTEM)
    loads = caseloads(work, [row.id for row in rows])
    most = caseload_limit(work, base_id)
    return [
        Colleague(row.id, row.display_name, Role(row.role), loads.get(row.id, 0), loads.get(row.id, 0) > most)
        for row in rows
    ]


def left_out(work: UnitOfWork, base_id: UUID) -> list[str]:
    """Return the names of those whom a row or the directory puts there, but not both alike."""
    differing = [member.id for member in _claimed_of(work, base_id) if row_differs(work, member)]
    names = names_of_staff(work, differing)
    return [names.get(id_, "–") for id_ in differing]


def _claimed_of(work: UnitOfWork, base_id: UUID) -> list[StaffMember]:
    """Return whose row, or whose signed statement, says that they work on cases of the base."""
    known = directory_for(work).people.values()
    stated = [one.id for one in known if one.enabled and one.base_id == base_id and one.role in DUTY_OF_ROLE]
    by_row = and_(StaffMember.base_id == base_id, StaffMember.role.in_([role.value for role in DUTY_OF_ROLE]))
    query = select(StaffMember).where(StaffMember.state == "active", or_(by_row, StaffMember.id.in_(stated)))
    return list(work.session.scalars(query.order_by(StaffMember.role, StaffMember.display_name)))


def task_takers(work: UnitOfWork, case: Case) -> list[Colleague]:
    """Return who may be given a task of a case: whoever can open it and works at its base, and the asking person."""
    stated = directory_for(work).assigned(case.id, case.base_id)
    people = directory_for(work).people.values()
    supervisors = [one.id for one in people if one.base_id == case.base_id and one.role is Role.SUPERVISOR]
    given = {each.staff_id for each in stated if each.duty is Duty.CASEWORKER}
    helpers = [one.id for one in people if one.base_id == case.base_id and one.id in given]
    enabled = {one.id for one in people if one.enabled}
    return known_colleagues(work, {work.person.id, *supervisors, *helpers} & enabled)


def known_colleagues(work: UnitOfWork, ids: Iterable[UUID]) -> list[Colleague]:
    """Return these people by name, with the role that was signed."""
    people = directory_for(work).people
    found = [Colleague(id_, people[id_].name, people[id_].role) for id_ in ids if id_ in people]
    return sorted(found, key=lambda one: (one.name, one.id.hex))


def caseloads(work: UnitOfWork, staff_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many open cases each of these people is assigned to, by the signed directory."""
    directory = directory_for(work)
    loads = {}
    for staff_id in staff_ids:
        on_cases = {
            (each.case_id, each.base_id)
            for each in directory.on_cases_of.get(staff_id, ())
            if each.base_id is not None
        }
        statuses = [directory.case_status_of(case_id, base_id) for case_id, base_id in on_cases]
        loads[staff_id] = sum(status is not CaseStatus.CLOSED for status in statuses)
    return loads


def caseload_limit(work: UnitOfWork, base_id: UUID) -> int:
    """Return above how many open cases a worker's load is pointed out; it never forbids anything."""
    return pack_of_base(work, base_id).caseload_warning_above
