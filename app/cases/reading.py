"""Declares who reaches which rows of this room, and loads a case through its permission."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from app.access.assigned import assigned_case
from app.access.scope import Rule, declare_scope, locked, own_base, require, scoped, visible
from app.cases.stages import Standing
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, Refused
from app.foundation.permissions import Permission, Reach
from app.unit_of_work import UnitOfWork
from models.case import Case, RiskChange
from models.case_note import CaseNote
from models.mapping import Model
from models.task import Task


def _case_of_own_base() -> Rule:
    # Asked row by row: as a list of ids it would be made of every case the base ever had, for every query.
    in_base = own_base(Case.base_id)
    return lambda work: (
        select(Case.id).where(Case.id == RiskChange.case_id, in_base(work)).correlate(RiskChange).exists()
    )


_CODES = "codes of cases"
"""Under which a work remembers codes by case."""

declare_scope(Case, {Reach.BASE: own_base(Case.base_id), Reach.ASSIGNED: assigned_case(Case.id)})
declare_scope(
    RiskChange, {Reach.BASE: _case_of_own_base(), Reach.ASSIGNED: assigned_case(RiskChange.case_id)}
)
for _table in (Task, CaseNote):
    declare_scope(
        _table, {Reach.BASE: own_base(_table.base_id), Reach.ASSIGNED: assigned_case(_table.case_id)}
    )


def readable_case(work: UnitOfWork, case_id: UUID) -> Case:
    """Load a case the person may read. Raises NotVisible."""
    return visible(work, Case, case_id, Permission.CASE_READ)


def writable_case(work: UnitOfWork, case_id: UUID, permission: Permission = Permission.CASE_WRITE) -> Case:
    """Load an open case to write into, locked until the work ends.

    Raises Refused, NotVisible, or NotAllowedNow (`case-closed`).
    """
    case = lock_case(work, case_id, permission)
    if case.stage == Standing.CLOSED:
        raise NotAllowedNow("case-closed")
    return case


def lock_case(work: UnitOfWork, case_id: UUID, permission: Permission) -> Case:
    """Load a case whether open or closed, so that nobody else changes it until this work ends."""
    readable_case(work, case_id)
    require(work, permission)
    return work.session.scalars(locked(scoped(work, Case, permission).where(Case.id == case_id))).one()


def codes_of_cases(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the codes of cases whose ids were reached through their permission, each read once a transaction."""
    wanted = set(case_ids)
    known: dict[UUID, str] = work.remembered.setdefault(_CODES, {})
    if wanted - known.keys():
        rows = work.session.execute(select(Case.id, Case.code).where(Case.id.in_(wanted - known.keys())))
        known.update(dict(rows.all()))
    return {id_: known[id_] for id_ in wanted if id_ in known}


def refuse_second(work: UnitOfWork, table: type[Model], record_id: UUID, *, author: str) -> None:
    """Raise AlreadyDone when this person sent the same form before, Refused when the id is somebody else's."""
    row = work.session.get(table, record_id)
    if row is None:
        return
    if getattr(row, author) == work.person.id:
        raise AlreadyDone(record_id=record_id)
    raise Refused(table.__tablename__)


def refuse_stale(version: int, found: int) -> None:
    """Raise Conflict when the row changed since its form was opened."""
    if version != found:
        raise Conflict
