"""Who may work on a case, and how many cases each carries."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from app.bases.pack import load_pack
from app.foundation.roles import Role
from app.keyring.known_directory import directory_for
from app.keyring.policy import DUTY_OF_ROLE, Duty
from app.staff.members import row_differs
from app.unit_of_work import UnitOfWork, Visibility
from models.assignment import Assignment
from models.base import Base
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
    return [member.display_name for member in _claimed_of(work, base_id) if row_differs(work, member)]


def _claimed_of(work: UnitOfWork, base_id: UUID) -> list[StaffMember]:
    """Return whose row, or whose signed statement, says that they work on cases of the base."""
    known = directory_for(work).people.values()
    stated = [one.id for one in known if one.enabled and one.base_id == base_id and one.role in DUTY_OF_ROLE]
    by_row = and_(StaffMember.base_id == base_id, StaffMember.role.in_([role.value for role in DUTY_OF_ROLE]))
    query = select(StaffMember).where(StaffMember.state == "active", or_(by_row, StaffMember.id.in_(stated)))
    return list(work.session.scalars(query.order_by(StaffMember.role, StaffMember.display_name)))


def task_takers(work: UnitOfWork, case: Case) -> list[Colleague]:
    """Return who may be given a task of a case: whoever can open it and works at its base, and the asking person."""
    assigned = select(Assignment.staff_id).where(
        Assignment.case_id == case.id,
        Assignment.until_at.is_(None),
        Assignment.duty == Duty.CASEWORKER.value,
    )
    of_the_base = StaffMember.base_id == case.base_id
    query = (
        select(StaffMember.id, StaffMember.display_name, StaffMember.role)
        .where(
            StaffMember.state == "active",
            or_(
                StaffMember.id == work.person.id,
                of_the_base & StaffMember.id.in_(assigned),
                of_the_base & (StaffMember.role == Role.SUPERVISOR.value),
            ),
        )
        .order_by(StaffMember.display_name)
    )
    return [Colleague(row.id, row.display_name, Role(row.role)) for row in work.session.execute(query)]


def caseloads(work: UnitOfWork, staff_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many open cases each of these people is assigned to."""
    query = (
        select(Assignment.staff_id, func.count(Assignment.case_id.distinct()))
        .join(Case, Case.id == Assignment.case_id)
        .where(
            Assignment.staff_id.in_(list(staff_ids)),
            Assignment.until_at.is_(None),
            Case.closed_at.is_(None),
        )
        .group_by(Assignment.staff_id)
    )
    return dict(work.session.execute(query).all())


def caseload_limit(work: UnitOfWork, base_id: UUID) -> int:
    """Return above how many open cases a worker's load is pointed out; it never forbids anything."""
    return load_pack(work.session.get_one(Base, base_id).pack_id).caseload_warning_above
