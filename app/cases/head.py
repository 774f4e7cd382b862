"""Builds what stands above every page of a case: its code, its child, its risk, and the contact rule in full."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from app.access.proven_cases import as_its_folders_say, cases_of_child
from app.access.scope import condition, has
from app.cases.stages import CaseStatus
from app.children.children import see_child
from app.children.contact_rules import rule_shown
from app.children.names import ChildName, names_of
from app.foundation.contact_rules import REFUSED, ContactRule
from app.foundation.errors import ChangedOutside, NoKey, NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.keyring.case_status import case_status_of
from app.unit_of_work import UnitOfWork
from models.case import Case

READS_A_CASE = (Permission.CASE_READ, Permission.RESTORATION_READ)


@dataclass(frozen=True)
class CaseHead:
    """Whose case a page is about. A code that was changed outside Wayhome is empty.

    `is_risk_shown` is false for people who read a child's restoration without the case, and for a changed case.
    `child` is None for people who may not see the child, or cannot open its card.
    """

    id: UUID
    code: str
    child_id: UUID
    child: ChildName | None
    status: CaseStatus
    risk: Risk | None
    is_risk_shown: bool
    contact: ContactRule | None
    may_write: bool
    may_print: bool
    """Whether they may have a numbered sheet of the case."""

    @property
    def is_open(self) -> bool:
        """Whether the work continues."""
        return self.status is not CaseStatus.CLOSED

    @property
    def is_changed(self) -> bool:
        """Whether the case's row was changed outside Wayhome."""
        return not self.code


def head_of_case(work: UnitOfWork, case_id: UUID) -> CaseHead | None:
    """Return the head of a case; None when this person reaches no page of it."""
    reached = or_(*(condition(work, Case, permission) for permission in READS_A_CASE))
    row = work.session.scalars(select(Case).where(Case.id == case_id, reached)).one_or_none()
    try:
        return _head(work, as_its_folders_say(work, row)) if row is not None else None
    except ChangedOutside:
        return None


def head_of_child(work: UnitOfWork, child_id: UUID) -> CaseHead | None:
    """Return the head of the child's newest case that this person reaches; None when there is none."""
    newest = next(iter(cases_of_child(work, child_id, *READS_A_CASE)), None)
    return head_of_case(work, newest) if newest is not None else None


def _head(work: UnitOfWork, case: Case) -> CaseHead:
    reads, is_sound = has(work, Permission.CASE_READ), bool(case.code)
    child = names_of(work, [case.child_id]).get(case.child_id)
    return CaseHead(
        id=case.id,
        code=case.code,
        child_id=case.child_id,
        child=child,
        status=case_status_of(work, case).status,
        risk=Risk(case.risk) if case.risk and reads else None,
        is_risk_shown=reads and is_sound,
        contact=_rule(work, case.child_id),
        may_write=has(work, Permission.CASE_WRITE) and is_sound,
        may_print=reads and is_sound and has(work, Permission.SHEET_PRINT),
    )


def _rule(work: UnitOfWork, child_id: UUID) -> ContactRule | None:
    try:
        return rule_shown(work, see_child(work, child_id).rule)
    except NotVisible:
        return None
    except NoKey:
        return REFUSED
