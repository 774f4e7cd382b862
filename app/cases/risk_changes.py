"""Writes a change of a case's risk, and says by when its child must be met: a high risk, by tonight."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from app.access.scope import scoped
from app.bases.known import pack_of_base
from app.cases.documents import RiskReason
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.risks import Risk
from app.keyring.folders import Fit, fit_in, folders_to_check
from app.keyring.writing import FolderToWrite
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.case import Case, RiskChange


def changes_of(work: UnitOfWork, case: Case) -> list[RiskChange]:
    """Return every change of the case's risk, those written by mistake too, newest first."""
    query = scoped(work, RiskChange, Permission.CASE_READ).where(RiskChange.case_id == case.id)
    return list(work.session.scalars(query.order_by(RiskChange.changed_at.desc(), RiskChange.id)))


def latest_change(work: UnitOfWork, case: Case) -> RiskChange | None:
    """Return the newest change of the case's risk that was not written by mistake.

    One that is not what was written is not passed over, whatever its row says.
    """
    return next(iter(those_counting(work, changes_of(work, case))), None)


def those_counting(work: UnitOfWork, changes: Sequence[RiskChange]) -> list[RiskChange]:
    """Return the changes that were not written by mistake, in their order; nothing is opened."""
    folders = folders_to_check(work, [row.folder_id for row in changes if is_marked(row)])
    return [
        row for row in changes if not (is_marked(row) and fit_in(folders.get(row.folder_id), row) is Fit.FITS)
    ]


def days_of_risk(work: UnitOfWork, cases: Iterable[Case]) -> dict[UUID, date]:
    """Return since when each of the cases has its risk; nothing is opened.

    A case is absent if it has no risk, or if the change that set it is not what was written.
    """
    listed = {case.id: case for case in cases}
    if not listed:
        return {}
    query = scoped(work, RiskChange, Permission.CASE_READ).where(RiskChange.case_id.in_(listed))
    changes = work.session.scalars(query.order_by(RiskChange.changed_at)).all()
    newest = {row.case_id: row for row in those_counting(work, changes)}
    folders = folders_to_check(work, [row.folder_id for row in newest.values()])
    return {
        row.case_id: local_day(row.changed_at)
        for row in newest.values()
        if fit_in(folders.get(row.folder_id), row) is Fit.FITS and row.to_risk == listed[row.case_id].risk
    }


def record_risk(work: UnitOfWork, case: Case, folder: FolderToWrite, *, risk: Risk, reason: str) -> None:
    """Write the change down. The case was already loaded for writing."""
    change = RiskChange(
        id=uuid4(),
        case_id=case.id,
        folder_id=folder.id,
        from_risk=case.risk,
        to_risk=risk.value,
        changed_by=work.person.id,
        changed_at=work.now,
    )
    folder.write(change, RiskReason(clean_lines(reason)))
    folder.write(case)
    work.record(
        "case.risk_set",
        subjects=[case.id, case.child_id, change.id],
        folders=[folder.id],
        base_id=case.base_id,
        before=case.risk,
        after=risk.value,
    )
    case.risk = risk.value
    case.next_contact_on = first_contact(work, case, local_day(work.now))


def first_contact(work: UnitOfWork, case: Case, set_on: date) -> date | None:
    """Return the day by which the child must be met once the risk is set: that very day if it is high."""
    return set_on if case.risk == Risk.HIGH else next_contact(work, case, set_on)


def next_contact(work: UnitOfWork, case: Case, met_on: date) -> date | None:
    """Return the day by which the child must be met again, by the base's contact interval for the case's risk."""
    if case.risk is None:
        return None
    clock = pack_of_base(work, case.base_id).risk_clock(Risk(case.risk))
    return met_on + timedelta(days=clock.contact_days) if clock else None
