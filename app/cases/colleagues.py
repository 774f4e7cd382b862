"""Who may work on a case, and how many cases each carries."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from app.bases.pack import load_pack
from app.cases.stages import Standing
from app.foundation.roles import Role
from app.keyring.policy import Duty
from app.staff.role_change import DUTY_OF_ROLE
from app.unit_of_work import UnitOfWork
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
    """Return who of the base may be assigned to a case, with their caseload; `besides` are left out."""
    query = (
        select(StaffMember.id, StaffMember.display_name, StaffMember.role)
        .where(
            StaffMember.base_id == base_id,
            StaffMember.state == "active",
            StaffMember.role.in_([role.value for role in DUTY_OF_ROLE]),
            StaffMember.id.not_in(list(besides)),
        )
        .order_by(StaffMember.role, StaffMember.display_name)
    )
    rows = work.session.execute(query).all()
    loads = caseloads(work, [row.id for row in rows])
    most = caseload_limit(work, base_id)
    return [
        Colleague(row.id, row.display_name, Role(row.role), loads.get(row.id, 0), loads.get(row.id, 0) > most)
        for row in rows
    ]


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
            Case.stage != Standing.CLOSED.value,
        )
        .group_by(Assignment.staff_id)
    )
    return dict(work.session.execute(query).all())


def caseload_limit(work: UnitOfWork, base_id: UUID) -> int:
    """Return above how many open cases a worker's load is pointed out; it never forbids anything."""
    return load_pack(work.session.get_one(Base, base_id).pack_id).caseload_warning_above
