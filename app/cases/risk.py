"""Sets the risk of a case with its reason, and by when the child is to be met again."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from app.access.scope import scoped
from app.bases.known import pack_of_base
from app.case_records.loading import readable_case, refuse_stale, writable_case
from app.cases.documents import RiskReason
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.risks import Risk
from app.keyring.folders import open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, case_folder_to_write
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case, RiskChange


@dataclass(frozen=True)
class RiskPage:
    """The risk of a case now, who set it last and when; nothing of that when the record of it was changed outside."""

    case_id: UUID
    case_code: str
    version: int
    risk: Risk | None
    reason: str = ""
    set_by: str = ""
    set_at: datetime | None = None
    is_changed: bool = False


def risk_page(work: UnitOfWork, case_id: UUID) -> RiskPage:
    """Return what the risk form shows, and what a conflict is shown beside."""
    case = readable_case(work, case_id)
    latest = latest_change(work, case)
    page = RiskPage(
        case_id=case.id,
        case_code=case.code,
        version=case.version,
        risk=Risk(case.risk) if case.risk else None,
    )
    if latest is None:
        return page
    look = open_folder(work, latest.folder_id).look(latest, RiskReason)
    if look.is_changed:
        return replace(page, is_changed=True)
    return replace(
        page,
        reason=look.document.words if look.document else "",
        set_by=names_of_staff(work, [latest.changed_by]).get(latest.changed_by, ""),
        set_at=latest.changed_at,
    )


def latest_change(work: UnitOfWork, case: Case) -> RiskChange | None:
    """Return the newest change of the case's risk."""
    query = scoped(work, RiskChange, Permission.CASE_READ).where(RiskChange.case_id == case.id)
    return work.session.scalars(query.order_by(RiskChange.changed_at.desc(), RiskChange.id).limit(1)).first()


def set_risk(work: UnitOfWork, case_id: UUID, *, risk: Risk, reason: str, version: int) -> None:
    """Set the risk and count the next contact from today.

    Raises Refused, NotVisible, Conflict, or NotAllowedNow (`case-closed`, `risk-same`).
    """
    case = writable_case(work, case_id)
    refuse_stale(version, case.version)
    if case.risk == risk:
        raise NotAllowedNow("risk-same")
    record_risk(
        work,
        case,
        case_folder_to_write(work, FolderKind.CASE, case.folder_id, case),
        risk=risk,
        reason=reason,
    )


def record_risk(work: UnitOfWork, case: Case, folder: FolderToWrite, *, risk: Risk, reason: str) -> None:
    """Write the change down. The case is at hand and may be written."""
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
    case.next_contact_on = next_contact(work, case, local_day(work.now))


def next_contact(work: UnitOfWork, case: Case, met_on: date) -> date | None:
    """Return by when the child is to be met again after a day, by the base's clock for the case's risk."""
    if case.risk is None:
        return None
    clock = pack_of_base(work, case.base_id).risk_clock(Risk(case.risk))
    return met_on + timedelta(days=clock.contact_days) if clock else None
