"""Writes assessments with one version of the pack, and reads a case's assessments back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from app.case_records.record_in_hand import RecordInHand
from app.case_records.record_views import Opened, Views, view_of
from app.case_records.records import CaseRecords, Closed
from app.case_records.reliance import stage_rested_on
from app.children.births import refuse_before_birth
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.instruments.loading import AssessmentPack, load_instrument
from app.keyring.documents import sealed_in
from app.keyring.folders import Fit
from app.keyring.policy import FolderKind
from app.mistakes.states import MarkState, is_marked
from app.restoration.progress import Scored
from app.unit_of_work import UnitOfWork
from models.assessment import Assessment
from models.case import Case
from models.pack_version import PackVersion

PACK_ID = "restoration-core"
PACK_VERSION = 2


@dataclass(frozen=True)
class DomainScore:
    """A score from 1 (most vulnerable) to 4 (stable) in one domain, and what was seen."""

    domain: str
    score: int
    seen: str = ""


@sealed_in("assessment", "scores")
@dataclass(frozen=True)
class ScoreSheet:
    """What one assessment says. In a shelter, `scored_against` is the home the child would return to."""

    scores: tuple[DomainScore, ...]
    scored_against: str = ""
    childs_words: str = ""


ASSESSMENTS = CaseRecords(
    Assessment,
    ScoreSheet,
    FolderKind.RESTORATION,
    reads=Permission.RESTORATION_READ,
    writes=Permission.RESTORATION_WRITE,
    on_closed=Closed.REFUSES,
    event="assessment",
    address="assessment_id",
    second=stage_rested_on,
)


@dataclass(frozen=True)
class AssessmentInput:
    """What is typed to make an assessment."""

    id: UUID
    scored_on: date
    sheet: ScoreSheet


@dataclass(frozen=True)
class AssessmentRead:
    """An assessment as opened; `sheet` is None for a person who was not given its key. `writer` scored it."""

    id: UUID
    case_id: UUID
    scored_on: date
    written_by: UUID
    writer: str
    pack_version: int
    sheet: ScoreSheet | None
    marks: MarkState

    @property
    def scored(self) -> Scored | None:
        """The scores as progress sees them."""
        if self.sheet is None:
            return None
        return Scored(self.scored_on, {entry.domain: entry.score for entry in self.sheet.scores})


def restoration_pack(version: int = PACK_VERSION) -> AssessmentPack:
    """Return a version of the shipped assessment pack."""
    pack = load_instrument(PACK_ID, version)
    if not isinstance(pack, AssessmentPack):
        raise TypeError(f"{PACK_ID} is not an assessment pack")
    return pack


def write_assessment(work: UnitOfWork, case_id: UUID, new: AssessmentInput) -> UUID:
    """Write an assessment, scored by the acting person.

    Raises Refused or NotVisible without the right, AlreadyDone for a second press, and NotAllowedNow with
    `case-closed`, `future-date`, `too-long-ago`, `before-born`, `before-any-birth` or `no-scores`.
    """
    begun = ASSESSMENTS.begin(work, case_id, new.id)
    pack = _checked(work, begun.case, new)
    begun.save("written", new.sheet, pack_id=pack.id, pack_version=pack.version, scored_on=new.scored_on)
    _note_pack(work, pack)
    return new.id


def save_again(
    work: UnitOfWork, begun: RecordInHand[Assessment, ScoreSheet], old_id: UUID, new: AssessmentInput
) -> None:
    """Save an assessment that was begun, in the place of another of its case, which is kept.

    Raises as `write_assessment` does.
    """
    begun.replaces = ASSESSMENTS.edit(work, begun.case.id, old_id).row
    pack = _checked(work, begun.case, new)
    begun.save("scored_again", new.sheet, pack_id=pack.id, pack_version=pack.version, scored_on=new.scored_on)
    _note_pack(work, pack)


def _checked(work: UnitOfWork, case: Case, new: AssessmentInput) -> AssessmentPack:
    """Return the pack that an assessment is scored with. Raises NotAllowedNow as `write_assessment` does."""
    if new.scored_on > local_day(work.now):
        raise NotAllowedNow("future-date")
    refuse_before_birth(work, case.child_id, new.scored_on)
    refuse_unlikely(DayMeaning.DONE, new.scored_on, local_day(work.now))
    pack = restoration_pack()
    _check(new.sheet, pack)
    return pack


def _check(sheet: ScoreSheet, pack: AssessmentPack) -> None:
    known = {domain.id for domain in pack.domains}
    scores = [each for each in sheet.scores if each.domain in known and 1 <= each.score <= len(pack.levels)]
    if not scores or len(scores) != len(sheet.scores):
        raise NotAllowedNow("no-scores")


def _note_pack(work: UnitOfWork, pack: AssessmentPack) -> None:
    known = select(PackVersion.id).where(
        PackVersion.pack_id == pack.id,
        PackVersion.pack_version == pack.version,
        PackVersion.sha256 == pack.sha256,
    )
    if work.session.scalars(known).first() is None:
        work.session.add(
            PackVersion(
                id=uuid4(),
                kind="instrument",
                pack_id=pack.id,
                pack_version=pack.version,
                sha256=pack.sha256,
                loaded_at=work.now,
            )
        )


@dataclass(frozen=True)
class Assessments(Views[AssessmentRead]):
    """A case's assessments that count, oldest first; `replaced` are those that were scored again, which stay."""

    replaced: tuple[AssessmentRead, ...] = ()


def assessments_of(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, Assessments]:
    """Return the assessments of several cases, opened."""
    wanted = list(case_ids)
    query = ASSESSMENTS.reached(work).where(Assessment.case_id.in_(wanted))
    found = ASSESSMENTS.opened(work, query.order_by(Assessment.scored_on, Assessment.written_at))
    rows = [one.row for one in (*found.records, *found.marked)]
    counting = {row.id for row in those_counting(rows)}
    return {
        case_id: Assessments(
            tuple(_read(one) for one in _of(case_id, found.records) if one.row.id in counting),
            tuple(one for one in found.changed if one.case_id == case_id),
            tuple(_read(one) for one in _of(case_id, found.marked)),
            tuple(_read(one) for one in _of(case_id, found.records) if one.row.id not in counting),
        )
        for case_id in wanted
    }


def _of(
    case_id: UUID, found: Iterable[Opened[Assessment, ScoreSheet]]
) -> list[Opened[Assessment, ScoreSheet]]:
    return [one for one in found if one.row.case_id == case_id]


def those_counting(rows: Iterable[Assessment]) -> list[Assessment]:
    """Return those of the rows, which are what was written, that count, in their order.

    An assessment that was scored again counts no more, unless what took its place was written by mistake.
    """
    listed = list(rows)
    marked = {row.id: row for row in listed if is_marked(row)}
    return [row for row in listed if row.id not in marked and not _is_replaced(row, marked)]


def _is_replaced(row: Assessment, marked: Mapping[UUID, Assessment]) -> bool:
    by = row.replaced_by
    while by is not None and by in marked:
        by = marked[by].replaced_by
    return by is not None


def read_assessment(work: UnitOfWork, case_id: UUID, assessment_id: UUID) -> AssessmentRead:
    """Return one assessment. Raises NotVisible, and ChangedOutside when it is not what was written."""
    return _read(ASSESSMENTS.one(work, case_id, assessment_id))


def _read(one: Opened[Assessment, ScoreSheet]) -> AssessmentRead:
    return view_of(
        one, AssessmentRead, written_by=one.row.written_by, writer=one.written_by, sheet=one.document
    )


def has_assessment(work: UnitOfWork, case_id: UUID) -> bool:
    """Tell whether the case has an assessment; a changed one does not count."""
    rows = work.session.scalars(ASSESSMENTS.of_case(work, case_id)).all()
    fits = ASSESSMENTS.fits(work, rows)
    return bool(those_counting(row for row in rows if fits[row.id] is Fit.FITS))
