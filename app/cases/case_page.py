"""Builds the case's own part of a case page: header, risk, people, tasks."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.access.proven_cases import CHANGED, codes_of_cases
from app.access.scope import has, scoped
from app.bases.known import known_base
from app.case_records.loading import readable_case
from app.case_records.record_views import ChangedRecord
from app.cases.assigning import Assigned, Worked, assigned_to, earlier_workers
from app.cases.documents import CaseSummary
from app.cases.stages import CaseStatus
from app.cases.tasks import TaskView, tasks_of
from app.cases.unassigned import nobody_since
from app.children.names import ChildName, names_of
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.risks import Risk
from app.keyring.case_status import case_status_of
from app.keyring.folders import open_folder, prefetch_folders
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case

TASKS_DONE_SHOWN = 5


@dataclass(frozen=True)
class CaseRights:
    """What this person may do on the page; it hides what they have no right to do."""

    writes: bool
    assigns: bool


@dataclass(frozen=True)
class CasePage:
    """A case as its readers see it. `summary` is None when that record does not open.

    If it `is_changed` outside Wayhome, the page shows only its child and base, and facts stated elsewhere.
    """

    id: UUID
    code: str
    base: str
    child_id: UUID
    child_code: str
    child_name: ChildName | None
    status: CaseStatus
    days_in_stage: int
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    risk: Risk | None
    next_contact_on: date | None
    summary: CaseSummary | None
    assigned: tuple[Assigned, ...]
    nobody_since: date | None
    """Since what day no caseworker works on it, if it is open and none does."""
    worked_before: tuple[Worked, ...]
    """Who worked on it and does so no more, the newest end first."""
    tasks_open: tuple[TaskView, ...]
    tasks_done: tuple[TaskView, ...]
    tasks_changed: tuple[ChangedRecord, ...]
    tasks_marked: tuple[TaskView, ...]
    other_cases: tuple[tuple[UUID, str], ...]
    rights: CaseRights
    today: date
    is_changed: bool

    @property
    def is_open(self) -> bool:
        """Whether the work continues."""
        return self.status is not CaseStatus.CLOSED


def case_page(work: UnitOfWork, case_id: UUID) -> CasePage:
    """Return the page of a case. Raises NotVisible, and NoKey without a grant for its folder."""
    case = readable_case(work, case_id)
    prefetch_folders(work, child_id=case.child_id)
    folder = open_folder(work, case.folder_id)
    tasks = tasks_of(work, case.id)
    child = names_of(work, [case.child_id]).get(case.child_id)
    stated = case_status_of(work, case)
    is_open, is_changed = not stated.is_closed, case.code == CHANGED
    return CasePage(
        id=case.id,
        code=case.code,
        base=known_base(work, case.base_id).name,
        child_id=case.child_id,
        child_code=child.code if child else "",
        child_name=child,
        status=stated.status,
        days_in_stage=max(0, (local_day(work.now) - local_day(stated.since)).days),
        opened_at=case.opened_at,
        opened_by=names_of_staff(work, [case.opened_by]).get(case.opened_by, ""),
        closed_at=stated.closed_at,
        risk=Risk(case.risk) if case.risk else None,
        next_contact_on=case.next_contact_on if is_open else None,
        summary=folder.look(case, CaseSummary).document,
        assigned=tuple(assigned_to(work, case)),
        nobody_since=None if is_changed else _nobody_since(work, case),
        worked_before=earlier_workers(work, case),
        tasks_open=tuple(task for task in tasks.views if task.done_at is None),
        tasks_done=tuple(task for task in tasks.views if task.done_at is not None)[:TASKS_DONE_SHOWN],
        tasks_changed=tasks.changed,
        tasks_marked=tasks.marked,
        other_cases=tuple(_other_cases(work, case)),
        rights=CaseRights(
            writes=has(work, Permission.CASE_WRITE) and not is_changed,
            assigns=has(work, Permission.CASE_ASSIGN) and not is_changed,
        ),
        is_changed=is_changed,
        today=local_day(work.now),
    )


def _nobody_since(work: UnitOfWork, case: Case) -> date | None:
    began = nobody_since(work, case)
    return local_day(began) if began else None


def _other_cases(work: UnitOfWork, case: Case) -> list[tuple[UUID, str]]:
    query = scoped(work, Case, Permission.CASE_READ).where(Case.child_id == case.child_id, Case.id != case.id)
    others = work.session.scalars(query.order_by(Case.opened_at)).all()
    codes = codes_of_cases(work, [other.id for other in others])
    return [(other.id, codes[other.id]) for other in others if codes[other.id]]
