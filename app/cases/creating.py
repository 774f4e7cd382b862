"""Opens a case for a child: its code, its folder, who works on it, and the concern it came from."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.access.proven_cases import codes_of_cases
from app.access.scope import require
from app.bases.numbers import Series, next_number
from app.case_records.loading import raise_if_already_saved
from app.cases.assigning import assign
from app.cases.colleagues import Colleague, assignable
from app.cases.documents import CaseSummary
from app.cases.risk_changes import record_risk
from app.cases.stages import CaseStatus
from app.children.children import check_base, visible_child
from app.children.names import ChildName, names_of
from app.concerns.linking import LooseConcern, link_to_case, loose_concerns
from app.concerns.scopes import find_concern
from app.foundation.errors import NotAllowedNow, NotVisible, Refused
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.risks import Risk
from app.keyring.case_status import is_closed, those_open
from app.keyring.policy import FolderKind
from app.keyring.writing import make_folder
from app.unit_of_work import UnitOfWork
from models.base import Base
from models.case import Case
from models.child import Child


@dataclass(frozen=True)
class CaseInput:
    """What is typed to open a case. Without a risk, the risk is set later, before the first move."""

    id: UUID
    child_id: UUID
    why: str
    risk: Risk | None = None
    concern_id: UUID | None = None
    worker_id: UUID | None = None
    taken_in: tuple[UUID, ...] = ()
    """Further concerns about the child that go into the case."""


@dataclass(frozen=True)
class CaseOpening:
    """What the opening page shows: the child, its concerns and other cases, and who could work on it."""

    child_id: UUID
    child_code: str
    child_name: ChildName | None
    concern_reference: str
    loose: tuple[LooseConcern, ...]
    workers: tuple[Colleague, ...]
    open_case_id: UUID | None
    closed_before: tuple[str, ...]


def case_opening(
    work: UnitOfWork, child_id: UUID, *, concern_id: UUID | None = None, case_id: UUID | None = None
) -> CaseOpening:
    """Return what the opening page shows. `case_id` is the new case's, which may already exist.

    Raises NotVisible for a child or concern of another base.
    """
    require(work, Permission.CASE_OPEN)
    child = visible_child(work, child_id)
    concern = find_concern(work, concern_id, Permission.CONCERN_TRIAGE) if concern_id else None
    if concern_id is not None and concern is None:
        raise NotVisible("concern")
    cases = work.session.scalars(select(Case).where(Case.child_id == child.id).order_by(Case.opened_at)).all()
    codes = codes_of_cases(work, [case.id for case in cases])
    return CaseOpening(
        child_id=child.id,
        child_code=child.code,
        child_name=names_of(work, [child.id]).get(child.id),
        concern_reference=concern.reference if concern else "",
        loose=tuple(one for one in loose_concerns(work, child.id, case_id=case_id) if one.id != concern_id),
        workers=tuple(assignable(work, child.base_id)),
        open_case_id=next((case.id for case in those_open(work, cases)), None),
        closed_before=tuple(codes[case.id] for case in cases if is_closed(work, case) and codes[case.id]),
    )


def open_case(work: UnitOfWork, new: CaseInput) -> None:
    """Open a case. A child has at most one open case; when they come back after a closure, a new one is opened.

    Raises Refused, NotVisible, AlreadyDone, NotAllowedNow (`case-open-already`, `not-assignable`), and what linking
    the concern raises.
    """
    require(work, Permission.CASE_OPEN)
    child = visible_child(work, new.child_id)
    check_base(work, child)
    # Opening a case locks the base's row, so that two cases cannot be opened at once.
    base = work.session.get_one(Base, child.base_id, with_for_update=True, populate_existing=True)
    there = work.session.get(Case, new.id)
    if there is not None and there.child_id != child.id:
        raise Refused(Permission.CASE_OPEN.value)
    raise_if_already_saved(work, Case, new.id, author="opened_by")
    if has_open_case(work, child.id):
        raise NotAllowedNow("case-open-already")
    case = _make(work, base, child, new)
    if new.worker_id is not None:
        assign(work, case.id, new.worker_id)
    for concern_id in dict.fromkeys([*([new.concern_id] if new.concern_id else []), *new.taken_in]):
        link_to_case(work, concern_id, case.id, child.id)


def _make(work: UnitOfWork, base: Base, child: Child, new: CaseInput) -> Case:
    folder = make_folder(work, FolderKind.CASE, base_id=base.id, child_id=child.id, case_id=new.id)
    case = Case(
        id=new.id,
        code=next_number(work, base, Series.CASE, Case.code),
        base_id=base.id,
        child_id=child.id,
        folder_id=folder.id,
        opened_at=work.now,
        opened_by=work.person.id,
        stage=CaseStatus.OPENED.value,
        stage_since=work.now,
    )
    why = clean_lines(new.why)
    folder.write(case, CaseSummary(why, new.concern_id))
    work.session.flush()
    work.record(
        "case.opened", subjects=[case.id, child.id], folders=[folder.id], base_id=base.id, code=case.code
    )
    if new.risk is not None:
        record_risk(work, case, folder, risk=new.risk, reason=why)
        work.session.flush()
    return case


def has_open_case(work: UnitOfWork, child_id: UUID) -> bool:
    """Tell whether the child has an open case, including one that this person may not read."""
    return bool(those_open(work, work.session.scalars(select(Case).where(Case.child_id == child_id))))
