"""One assessment as it was written, beside the words its scores stood for in that version of the pack."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.access.scope import visible
from app.foundation.errors import NoKey
from app.foundation.permissions import Permission
from app.restoration.assessments import assessments_of, restoration_pack
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from models.assessment import Assessment


@dataclass(frozen=True)
class SheetLine:
    """One domain of an assessment."""

    title: str
    score: int
    words: str
    seen: str


@dataclass(frozen=True)
class AssessmentPage:
    """An assessment as shown; `opens` is False when its seal was broken."""

    id: UUID
    case_id: UUID
    scored_on: date
    scored_by: str
    pack_version: int
    opens: bool
    lines: tuple[SheetLine, ...]
    scored_against: str
    childs_words: str


def assessment_page(work: UnitOfWork, assessment_id: UUID, *, locale: str) -> AssessmentPage:
    """Return one assessment. Raises NotVisible, or NoKey without a grant."""
    row = visible(work, Assessment, assessment_id, Permission.RESTORATION_READ)
    read = next((a for a in assessments_of(work, [row.case_id])[row.case_id] if a.id == row.id), None)
    if read is None:
        raise NoKey("no grant for the assessment", assessment=assessment_id)
    pack, sheet = restoration_pack(row.pack_version), read.sheet
    lines = [
        SheetLine(
            pack.domain(entry.domain).title.in_locale(locale),
            entry.score,
            pack.domain(entry.domain).anchor(entry.score).in_locale(locale),
            entry.seen,
        )
        for entry in (sheet.scores if sheet else ())
    ]
    return AssessmentPage(
        id=row.id,
        case_id=row.case_id,
        scored_on=row.scored_on,
        scored_by=names_of_staff(work, [row.scored_by]).get(row.scored_by, ""),
        pack_version=row.pack_version,
        opens=sheet is not None,
        lines=tuple(lines),
        scored_against=sheet.scored_against if sheet else "",
        childs_words=sheet.childs_words if sheet else "",
    )
