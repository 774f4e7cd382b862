"""Loads a case through its permission: to read it, or to write into it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.access.assigned import assigned_case
from app.access.scope import Rule, declare_scope, locked, own_base, require, scoped, visible
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, Refused
from app.foundation.permissions import Permission, Reach
from app.foundation.vocabulary.stages import Stage
from app.unit_of_work import UnitOfWork
from models.case import Case, RiskChange
from models.mapping import Model


def _case_of_own_base() -> Rule:
    return lambda work: RiskChange.case_id.in_(
        select(Case.id).where(Case.base_id == work.person.base_id, Case.base_id.is_not(None))
    )


_CODES = "codes of cases"
"""Under which a work remembers codes by case."""

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
    """Load a case the person may read. Raises NotVisible."""
    return visible(work, Case, case_id, permission)


def writable_case(work: UnitOfWork, case_id: UUID, permission: Permission = Permission.CASE_WRITE) -> Case:
    """Load an open case to write into, locked until the work ends.

    Raises Refused, NotVisible, or NotAllowedNow (`case-closed`).
    """
    case = lock_case(work, case_id, permission)
    refuse_closed(case)
    return case


def lock_case(
    work: UnitOfWork, case_id: UUID, permission: Permission, *, reads: Permission = Permission.CASE_READ
) -> Case:
    """Load a case whether open or closed, so that nobody else changes it until this work ends.

    Raises NotVisible for whoever may not read it, Refused for whoever may and lacks the permission.
    """
    readable_case(work, case_id, reads)
    require(work, permission)
    return work.session.scalars(locked(scoped(work, Case, permission).where(Case.id == case_id))).one()


def refuse_closed(case: Case) -> None:
    """Raise NotAllowedNow (`case-closed`) when the work in a case has ended."""
    if case.stage == Stage.CLOSED:
        raise NotAllowedNow("case-closed")


def codes_of_cases(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the codes of cases whose ids were reached through their permission, each read once a transaction."""
    wanted = set(case_ids)
    known: dict[UUID, str] = work.remembered.setdefault(_CODES, {})
    if wanted - known.keys():
        rows = work.session.execute(select(Case.id, Case.code).where(Case.id.in_(wanted - known.keys())))
        known.update(dict(rows.all()))
    return {id_: known[id_] for id_ in wanted if id_ in known}


def refuse_second(
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
