"""Which concerns a person reaches: those of their base, of cases they are assigned to, or those they posted."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from app.access.assigned import assigned_case
from app.access.scope import Rule, declare_scope, locked_row, own_base, scoped
from app.concerns.concern_status import posted_by_them
from app.concerns.part_marks import that_count
from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.permissions import Permission, Reach
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.concern import Concern, ConcernAddition, LineToPoster
from models.concern_taken_out import ConcernTakenOut
from models.disclosure import Disclosure
from models.folder import FolderKey

_OF_BASE = own_base(Concern.base_id)
_ASSIGNED = assigned_case(Concern.case_id)


def _of_concern(column: InstrumentedAttribute[Any], rule: Rule) -> Rule:
    """Limit rows to those of concerns that a rule allows."""
    # Checked row by row: a list of ids would name every concern the base ever had, in every query.
    of_row = Concern.id == column
    return lambda work: select(Concern.id).where(of_row, rule(work)).correlate(column.table).exists()


def posted_by(column: InstrumentedAttribute[Any]) -> Callable[[UnitOfWork], ColumnElement[bool]]:
    """Limit to rows the person posted, by the column that names the poster."""
    return lambda work: column == work.person.id


def _wrote(column: InstrumentedAttribute[Any]) -> Callable[[UnitOfWork], ColumnElement[bool]]:
    """Limit to rows in folders the person made: a disclosure names the person who heard it, who may be a colleague."""
    made = FolderKey.folder_id == column
    return lambda work: (
        select(FolderKey.folder_id)
        .where(made, FolderKey.version == 1, FolderKey.made_by == work.person.id)
        .correlate(column.table)
        .exists()
    )


declare_scope(
    Concern,
    allowed={
        Permission.CONCERN_READ,
        Permission.CONCERN_WRITE,
        Permission.CONCERN_POST,
        Permission.CONCERN_TRIAGE,
        Permission.MISTAKE_DECIDE,
    },
    rules={Reach.BASE: _OF_BASE, Reach.ASSIGNED: _ASSIGNED, Reach.OWN: posted_by(Concern.posted_by)},
)
declare_scope(
    ConcernAddition,
    allowed={
        Permission.CONCERN_READ,
        Permission.CONCERN_POST,
        Permission.CONCERN_TRIAGE,
        Permission.MISTAKE_DECIDE,
    },
    rules={
        Reach.BASE: _of_concern(ConcernAddition.concern_id, _OF_BASE),
        Reach.ASSIGNED: _of_concern(ConcernAddition.concern_id, _ASSIGNED),
        Reach.OWN: posted_by(ConcernAddition.posted_by),
    },
)
declare_scope(
    Disclosure,
    allowed={
        Permission.CONCERN_READ,
        Permission.CONCERN_POST,
        Permission.CONCERN_TRIAGE,
        Permission.MISTAKE_DECIDE,
    },
    rules={
        Reach.BASE: _of_concern(Disclosure.concern_id, _OF_BASE),
        Reach.ASSIGNED: _of_concern(Disclosure.concern_id, _ASSIGNED),
        Reach.OWN: _wrote(Disclosure.folder_id),
    },
)

declare_scope(
    ConcernTakenOut,
    allowed={Permission.CONCERN_READ},
    rules={
        Reach.BASE: own_base(ConcernTakenOut.base_id),
        Reach.ASSIGNED: assigned_case(ConcernTakenOut.case_id),
    },
)
declare_scope(
    LineToPoster,
    allowed={Permission.CONCERN_POST},
    rules={Reach.OWN: _of_concern(LineToPoster.concern_id, posted_by(Concern.posted_by))},
)


def find_concern(work: UnitOfWork, concern_id: UUID, permission: Permission) -> Concern | None:
    """Return the concern if the permission reaches it."""
    query = scoped(work, Concern, permission).where(Concern.id == concern_id)
    return work.session.scalars(query).one_or_none()


def locked_concern(work: UnitOfWork, concern_id: UUID, permission: Permission) -> Concern:
    """Return a concern as it is now, locked until this work ends. Raises NotVisible."""
    return locked_row(work, Concern, concern_id, permission)


def handled_concern(work: UnitOfWork, concern_id: UUID) -> Concern:
    """Return a locked concern that counts, for somebody who sorts the inbox.

    Raises NotVisible, and NotAllowedNow with `written-by-mistake`.
    """
    row = locked_concern(work, concern_id, Permission.CONCERN_TRIAGE)
    if is_marked(row):
        raise NotAllowedNow("written-by-mistake")
    return row


def concern_to_add_to(work: UnitOfWork, concern_id: UUID) -> Concern:
    """Return a concern the person may add to: one they posted, or one they may write. Raises NotVisible."""
    row = find_concern(work, concern_id, Permission.CONCERN_WRITE) or posted_concern(work, concern_id)
    if row is None:
        raise NotVisible("concern")
    return row


def posted_concern(work: UnitOfWork, concern_id: UUID) -> Concern | None:
    """Return a concern that the person posted, unless somebody else signed that they posted it."""
    row = find_concern(work, concern_id, Permission.CONCERN_POST)
    return row if row is not None and posted_by_them(work, [row]) else None


def reads(work: UnitOfWork, concern_id: UUID) -> bool:
    """Tell whether the person may read the concern, and not only see that they posted it."""
    return find_concern(work, concern_id, Permission.CONCERN_READ) is not None


def additions_to(work: UnitOfWork, concern_id: UUID, permission: Permission) -> Sequence[ConcernAddition]:
    """Return the additions to a concern that the permission reaches, oldest first."""
    query = scoped(work, ConcernAddition, permission).where(ConcernAddition.concern_id == concern_id)
    return work.session.scalars(query.order_by(ConcernAddition.posted_at, ConcernAddition.id)).all()


def disclosures_to(work: UnitOfWork, concern_id: UUID, permission: Permission) -> Sequence[Disclosure]:
    """Return the disclosures beside a concern that the permission reaches, oldest first."""
    query = scoped(work, Disclosure, permission).where(Disclosure.concern_id == concern_id)
    return work.session.scalars(query.order_by(Disclosure.written_at, Disclosure.id)).all()


def may_correct(work: UnitOfWork, concern_id: UUID, disclosure_id: UUID) -> bool:
    """Tell whether the person wrote a disclosure of that concern, or may read it, and it was no mistake."""
    reached = (Permission.CONCERN_READ, Permission.CONCERN_POST)
    rows = [each for permission in reached for each in disclosures_to(work, concern_id, permission)]
    return any(disclosure_id == each.id for each in that_count(work, rows))


def disclosures_so_far(work: UnitOfWork, concern_id: UUID) -> tuple[UUID, ...]:
    """Return the ids of a concern's disclosures, oldest first, by any writer; ids alone reveal nothing."""
    query = select(Disclosure.id).where(Disclosure.concern_id == concern_id)
    return tuple(work.session.scalars(query.order_by(Disclosure.written_at, Disclosure.id)))
