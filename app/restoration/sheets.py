"""One assessment as it was written, beside the words that its scores stood for in that version of the pack."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.restoration.assessments import read_assessment, restoration_pack
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SheetLine:
    """One domain of an assessment."""

    title: str
    score: int
    words: str
    seen: str


@dataclass(frozen=True)
class AssessmentPage:
    """An assessment as shown; `opens` is False for a person who was not given its key."""

    id: UUID
    case_id: UUID
    scored_on: date
    scored_by: str
    pack_version: int
    opens: bool
    lines: tuple[SheetLine, ...]
    scored_against: str
    childs_words: str


def assessment_page(work: UnitOfWork, case_id: UUID, assessment_id: UUID, *, locale: str) -> AssessmentPage:
    """Return one assessment. Raises NotVisible, and ChangedOutside when it is not what was written."""
    read = read_assessment(work, case_id, assessment_id)
    pack, sheet = restoration_pack(read.pack_version), read.sheet
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
        id=read.id,
        case_id=read.case_id,
        scored_on=read.scored_on,
        scored_by=read.writer,
        pack_version=read.pack_version,
        opens=sheet is not None,
        lines=tuple(lines),
        scored_against=sheet.scored_against if sheet else "",
        childs_words=sheet.childs_words if sheet else "",
    )
