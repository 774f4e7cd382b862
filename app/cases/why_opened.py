"""Why a case was opened, as it stands and stood: it is corrected with a reason, and what it said before is kept."""

from dataclasses import dataclass, replace
from uuid import UUID

from app.access.scope import has
from app.case_records.loading import lock_case, readable_case, refuse_stale
from app.cases.documents import CaseSummary, RiskReason
from app.cases.risk_changes import changes_of
from app.foundation.errors import NoKey, NotAllowedNow
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.keyring.folders import open_folder
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, case_folder_to_write
from app.mistakes.earlier import Earlier, earlier_versions, keep_earlier
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.case import Case


@dataclass(frozen=True)
class WhyOpened:
    """Why a case was opened, and what stood there before, newest first; `why` is None where it does not open."""

    case_id: UUID
    case_code: str
    version: int
    why: str | None
    opened_by: str
    before: tuple[Earlier[CaseSummary], ...]
    may_correct: bool


@dataclass(frozen=True)
class WhyInput:
    """What is typed to correct why a case was opened: the words, and why they are changed."""

    why: str
    reason: str


def why_opened(work: UnitOfWork, case_id: UUID) -> WhyOpened:
    """Return why a case was opened. Raises NotVisible, and NoKey without a grant for the case."""
    case = readable_case(work, case_id)
    look = open_folder(work, case.folder_id).look(case, CaseSummary)
    before = () if look.is_changed else earlier_versions(work, case, CaseSummary)
    return WhyOpened(
        case_id=case.id,
        case_code=case.code,
        version=case.version,
        why=look.document.why if look.document else None,
        opened_by=names_of_staff(work, [case.opened_by]).get(case.opened_by, ""),
        before=before,
        may_correct=look.document is not None and has(work, Permission.CASE_WRITE),
    )


def why_to_correct(work: UnitOfWork, case_id: UUID) -> WhyOpened:
    """Return the same for its form. Raises NoKey when it does not open: nobody corrects what they cannot read."""
    page = why_opened(work, case_id)
    if page.why is None:
        raise NoKey("no words to begin from", record=case_id)
    return page


def correct_why(work: UnitOfWork, case_id: UUID, new: WhyInput, *, version: int) -> None:
    """Correct why a case was opened, open or closed.

    A risk that was set with the opening has the same words, and gets the new ones. Raises Refused, NotVisible,
    Conflict, WillNotOpen, or NotAllowedNow (`reason-missing`, `why-same`).
    """
    case = lock_case(work, case_id, Permission.CASE_WRITE)
    refuse_stale(version, case.version)
    folder = case_folder_to_write(work, FolderKind.CASE, case.folder_id, case)
    before, why, reason = folder.read(case, CaseSummary), clean_lines(new.why), clean_lines(new.reason)
    if not reason:
        raise NotAllowedNow("reason-missing")
    if why == before.why:
        raise NotAllowedNow("why-same")
    _correct_risk_of_opening(work, case, folder, (before.why, why), reason)
    keep_earlier(work, folder, case, CaseSummary, why=reason)
    folder.write(case, replace(before, why=why))
    work.session.flush()
    work.record(
        "case.why_corrected",
        subjects=[case.id, case.child_id],
        folders=[folder.id],
        base_id=case.base_id,
        version=case.version,
    )


def _correct_risk_of_opening(
    work: UnitOfWork, case: Case, folder: FolderToWrite, words: tuple[str, str], reason: str
) -> None:
    before, after = words
    for row in changes_of(work, case):
        if row.changed_at == case.opened_at and folder.read(row, RiskReason).words == before:
            keep_earlier(work, folder, row, RiskReason, why=reason)
            folder.write(row, RiskReason(after))
