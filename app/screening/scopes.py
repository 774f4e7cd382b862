"""Who reaches which screenings: their writer, those assigned to a case of the child, supervisors of the base."""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from app.access.addresses import declare_address
from app.access.proven_cases import children_assigned, first_open
from app.access.scope import declare_scope, either, locked_row, own_base, require, visible_for
from app.foundation.access_rules import reach_of
from app.foundation.permissions import Permission, Reach
from app.unit_of_work import UnitOfWork
from models.case import Case
from models.screening import Screening


def _written_here(work: UnitOfWork) -> Any:
    return and_(Screening.written_by == work.person.id, Screening.base_id == work.person.base_id)


def _of_assigned_child(work: UnitOfWork) -> Any:
    """Limit to children of assigned cases: what was asked before there was a case belongs to their caseworker too."""
    return and_(Screening.child_id.in_(children_assigned(work)), Screening.base_id == work.person.base_id)


declare_scope(
    Screening,
    allowed={Permission.SCREENING_READ, Permission.SCREENING_WRITE, Permission.MISTAKE_DECIDE},
    rules={
        Reach.OWN: _written_here,
        Reach.ASSIGNED: either(_of_assigned_child, _written_here),
        Reach.BASE: own_base(Screening.base_id),
    },
)
declare_address("child_id", "screening_id", Screening.child_id)


def visible_screening(
    work: UnitOfWork, screening_id: UUID, permission: Permission = Permission.SCREENING_READ
) -> Screening:
    """Load a screening: 404 for people who may not read it, 403 for readers without the permission.

    Raises NotVisible, Refused.
    """
    return visible_for(work, Screening, screening_id, permission, reads=Permission.SCREENING_READ)


def locked_screening(work: UnitOfWork, screening_id: UUID, permission: Permission) -> Screening:
    """Load a screening and lock it until this work ends. Raises NotVisible, Refused."""
    if permission is not Permission.MISTAKE_DECIDE:
        visible_screening(work, screening_id)
    require(work, permission)
    return locked_row(work, Screening, screening_id, permission)


def reads_all_of(work: UnitOfWork, child_id: UUID) -> bool:
    """Tell whether the person reads every screening of a child, and so knows when the next one is due."""
    reach = reach_of(work.person, Permission.SCREENING_READ)
    if reach is not Reach.ASSIGNED:
        return reach in (Reach.BASE, Reach.ALL)
    return child_id in children_assigned(work)


def open_case_id(work: UnitOfWork, child_id: UUID, base_id: UUID) -> UUID | None:
    """Return the child's open case, whoever may read it: its counsellor is given the key of what is written now."""
    query = select(Case).where(Case.child_id == child_id, Case.base_id == base_id)
    found = first_open(work, work.session.scalars(query))
    return found.id if found is not None else None
