"""Shows the risk of a case and sets it with its reason."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.case_records.loading import readable_case, refuse_stale, writable_case
from app.cases.documents import RiskReason
from app.cases.notes import plan_contact
from app.cases.risk_changes import latest_change, record_risk
from app.foundation.errors import NotAllowedNow
from app.foundation.vocabulary.risks import Risk
from app.keyring.folders import open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import case_folder_to_write
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RiskPage:
    """The risk of a case now, who set it last and when; who and when are unknown if that record was changed outside."""

    case_id: UUID
    case_code: str
    version: int
    risk: Risk | None
    reason: str = ""
    set_by: str = ""
    set_at: datetime | None = None
    is_changed: bool = False


def risk_page(work: UnitOfWork, case_id: UUID) -> RiskPage:
    """Return what the risk form shows, and what it shows beside a conflict."""
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


def set_risk(work: UnitOfWork, case_id: UUID, *, risk: Risk, reason: str, version: int) -> None:
    """Set the risk and count the next contact from today; of a high risk, the child is to be met by tonight.

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
    if risk is Risk.HIGH:
        # Whoever met the child today, and therefore set it, need not meet them again tonight.
        work.session.flush()
        plan_contact(work, case)
