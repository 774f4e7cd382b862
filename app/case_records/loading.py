"""Loads a case through its permission: to read it, or to write into it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.assigned import assigned_case
from app.access.proven_cases import as_its_folders_say, sound_case
from app.access.scope import Rule, declare_scope, locked, own_base, require, scoped, visible
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, Refused
from app.foundation.permissions import Permission, Reach
from app.keyring.case_status import is_closed
from app.unit_of_work import UnitOfWork
from models.case import Case, RiskChange
from models.mapping import Model


def _case_of_own_base() -> Rule:
    # Asked row by row: as a list of ids it would be made of every case the base ever had, for every query.
    in_base = own_base(Case.base_id)
    return lambda work: (
        select(Case.id).where(Case.id == RiskChange.case_id, in_base(work)).correlate(RiskChange).exists()
    )


declare_scope(
    Case,
    allowed={
        Permission.CASE_READ,
        Permission.CASE_WRITE,
        Permission.CASE_ASSIGN,
        Permission.STAGE_APPROVE,
        Permission.RESTORATION_READ,
        Permission.RESTORATION_WRITE,
        Permission.RESTORATION_REVIEW,
        Permission.CONSENT_READ,
        Permission.CONSENT_WRITE,
        Permission.CONCERN_READ,
        Permission.PACKET_READ,
        Permission.PACKET_DRAFT,
    },
    rules={Reach.BASE: own_base(Case.base_id), Reach.ASSIGNED: assigned_case(Case.id)},
)
declare_scope(
    RiskChange,
    allowed={Permission.CASE_READ},
    rules={Reach.BASE: _case_of_own_base(), Reach.ASSIGNED: assigned_case(RiskChange.case_id)},
)


def readable_case(work: UnitOfWork, case_id: UUID, permission: Permission = Permission.CASE_READ) -> Case:
    """Load a case the person may read. Raises NotVisible.

    Of one whose row was changed outside, which is recorded, it says only what its folders say: no page of the case
    shows a lie, or leads to another child.
    """
    return as_its_folders_say(work, visible(work, Case, case_id, permission))


def writable_case(work: UnitOfWork, case_id: UUID, permission: Permission = Permission.CASE_WRITE) -> Case:
    """Load an open case to write into, locked until the work ends.

    Raises Refused, NotVisible, or NotAllowedNow (`case-closed`).
    """
    case = lock_case(work, case_id, permission)
    refuse_closed(work, case)
    return case


def lock_case(
    work: UnitOfWork, case_id: UUID, permission: Permission, *, reads: Permission = Permission.CASE_READ
) -> Case:
    """Load a case whether open or closed, so that nobody else changes it until this work ends.

    Raises NotVisible for whoever may not read it, Refused for whoever may and lacks the permission.
    """
    readable_case(work, case_id, reads)
    require(work, permission)
    query = locked(scoped(work, Case, permission).where(Case.id == case_id))
    return sound_case(work, work.session.scalars(query).one())


def refuse_closed(work: UnitOfWork, case: Case) -> None:
    """Raise NotAllowedNow (`case-closed`) when the work in a case has ended."""
    if is_closed(work, case):
        raise NotAllowedNow("case-closed")


def raise_if_already_saved(
    work: UnitOfWork, table: type[Model], record_id: UUID, *, author: str, case_id: UUID | None = None
) -> None:
    """Raise AlreadyDone when this person sent the same form before, of that case if one is named.

    Raises Refused for the id of somebody else's record, or of another case's. That no other table has it, the guard
    sees to.
    """
    row: Any = work.session.get(table, record_id)
    if row is None:
        return
    if getattr(row, author) != work.person.id or (case_id is not None and row.case_id != case_id):
        raise Refused(table.__tablename__)
    raise AlreadyDone(record_id=record_id)


def refuse_stale(version: int, found: int) -> None:
    """Raise Conflict when the row changed since its form was opened."""
    if version != found:
        raise Conflict
