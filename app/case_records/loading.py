"""Loads a case through its permission, for reading or for writing."""

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
    # Checked row by row: a list of ids would name every case the base ever had, in every query.
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
        Permission.MISTAKE_DECIDE,
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
    allowed={Permission.CASE_READ, Permission.CASE_WRITE, Permission.MISTAKE_DECIDE},
    rules={Reach.BASE: _case_of_own_base(), Reach.ASSIGNED: assigned_case(RiskChange.case_id)},
)


def readable_case(work: UnitOfWork, case_id: UUID, permission: Permission = Permission.CASE_READ) -> Case:
    """Load a case the person may read. Raises NotVisible.

    If its row was changed outside, this is recorded, and the case holds only what its folders say. No page of the
    case then shows anything false or leads to another child.
    """
    return as_its_folders_say(work, visible(work, Case, case_id, permission))


def writable_case(work: UnitOfWork, case_id: UUID, permission: Permission = Permission.CASE_WRITE) -> Case:
    """Load an open case for writing, locked until the work ends.

    Raises Refused, NotVisible, or NotAllowedNow (`case-closed`).
    """
    case = lock_case(work, case_id, permission)
    refuse_closed(work, case)
    return case


def lock_case(
    work: UnitOfWork, case_id: UUID, permission: Permission, *, reads: Permission = Permission.CASE_READ
) -> Case:
    """Load a case, open or closed, and lock it until this work ends.

    Raises NotVisible for somebody who may not read it, and Refused for somebody who may read it but lacks the
    permission.
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
    """Raise AlreadyDone when this person has sent the same form before, for that case if one is named.

    Raises Refused for the id of somebody else's record, or of another case's. The guard checks that no other table
    has it.
    """
    row: Any = work.session.get(table, record_id)
    if row is None:
        return
    if getattr(row, author) != work.person.id or (case_id is not None and row.case_id != case_id):
        raise Refused(table.__tablename__)
    raise AlreadyDone(record_id=record_id)


def refuse_stale(version: int, found: int) -> None:
    """Raise Conflict when the row changed after its form was opened."""
    if version != found:
        raise Conflict
