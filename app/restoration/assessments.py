"""Writes assessments on a version of the pack, and reads a case's assessments back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select

from app.access.addresses import declare_address
from app.access.assigned import assigned_case
from app.access.scope import declare_scope, own_base, require, scoped
from app.cases.reading import readable_case
from app.foundation.errors import AlreadyDone, NotAllowedNow, Refused
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission, Reach
from app.keyring.case_standing import is_closed
from app.keyring.documents import sealed_in
from app.keyring.folders import OpenFolder, open_folders
from app.name_matching.normalise import clean_lines
from app.restoration.folders import restoration_folder
from app.restoration.progress import Scored
from app.screening.instrument_pack import AssessmentPack, load_instrument
from app.unit_of_work import UnitOfWork
from models.assessment import Assessment
from models.pack_version import PackVersion

PACK_ID = "restoration-core"
PACK_VERSION = 1

declare_scope(
    Assessment,
    {Reach.BASE: own_base(Assessment.base_id), Reach.ASSIGNED: assigned_case(Assessment.case_id)},
)
declare_address("case_id", "assessment_id", Assessment.case_id)


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


@dataclass(frozen=True)
class NewAssessment:
    """What is typed to make an assessment."""

    id: UUID
    scored_on: date
    sheet: ScoreSheet


@dataclass(frozen=True)
class AssessmentRead:
    """An assessment as opened; `sheet` is None when it does not open."""

    id: UUID
    case_id: UUID
    scored_on: date
    scored_by: UUID
    pack_version: int
    sheet: ScoreSheet | None

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


def write_assessment(work: UnitOfWork, case_id: UUID, new: NewAssessment) -> UUID:
    """Write an assessment, scored by the acting person.

    Raises Refused or NotVisible without the right, AlreadyDone for a second press, and NotAllowedNow with
    `case-closed`, `future-date` or `no-scores`.
    """
    require(work, Permission.RESTORATION_WRITE)
    case = readable_case(work, case_id, Permission.RESTORATION_WRITE)
    _refuse_repeats(work, new.id)
    if is_closed(work, case):
        raise NotAllowedNow("case-closed")
    if new.scored_on > local_day(work.now):
        raise NotAllowedNow("future-date")
    pack = restoration_pack()
    folder = restoration_folder(work, case)
    sheet = _clean(new.sheet, pack)
    work.session.add(
        Assessment(
            id=new.id,
            case_id=case.id,
            base_id=case.base_id,
            folder_id=folder.id,
            pack_id=pack.id,
            pack_version=pack.version,
            scored_on=new.scored_on,
            scored_by=work.person.id,
            written_at=work.now,
            scores=folder.seal(sheet, new.id),
        )
    )
    _note_pack(work, pack)
    work.record(
        "assessment.written", subjects=[case.id, case.child_id], folders=[folder.id], base_id=case.base_id
    )
    return new.id


def _refuse_repeats(work: UnitOfWork, assessment_id: UUID) -> None:
    earlier = work.session.get(Assessment, assessment_id)
    if earlier is None:
        return
    if earlier.scored_by != work.person.id:
        raise Refused(Permission.RESTORATION_WRITE.value)
    raise AlreadyDone(record_id=assessment_id)


def _clean(sheet: ScoreSheet, pack: AssessmentPack) -> ScoreSheet:
    known = {domain.id for domain in pack.domains}
    scores = tuple(
        DomainScore(entry.domain, entry.score, clean_lines(entry.seen))
        for entry in sheet.scores
        if entry.domain in known and 1 <= entry.score <= len(pack.levels)
    )
    if not scores or len(scores) != len(sheet.scores):
        raise NotAllowedNow("no-scores")
    return ScoreSheet(scores, clean_lines(sheet.scored_against), clean_lines(sheet.childs_words))


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


def assessments_of(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, list[AssessmentRead]]:
    """Return the assessments of several cases, opened, oldest first; those that do not open have no sheet."""
    wanted = list(case_ids)
    query = scoped(work, Assessment, Permission.RESTORATION_READ).where(
        Assessment.case_id.in_(wanted), Assessment.replaced_by.is_(None)
    )
    rows = work.session.scalars(query.order_by(Assessment.scored_on, Assessment.written_at)).all()
    folders = open_folders(work, {row.folder_id for row in rows})
    found: dict[UUID, list[AssessmentRead]] = {case_id: [] for case_id in wanted}
    for row in rows:
        if row.folder_id in folders:
            found[row.case_id].append(_read(folders[row.folder_id], row))
    return found


def _read(folder: OpenFolder, row: Assessment) -> AssessmentRead:
    return AssessmentRead(
        id=row.id,
        case_id=row.case_id,
        scored_on=row.scored_on,
        scored_by=row.scored_by,
        pack_version=row.pack_version,
        sheet=folder.try_open(ScoreSheet, row.id, row.scores),
    )


def has_assessment(work: UnitOfWork, case_id: UUID) -> bool:
    """Tell whether the case has an assessment; a fact for the stage table, nothing is opened."""
    query = select(func.count()).where(Assessment.case_id == case_id, Assessment.replaced_by.is_(None))
    return bool(work.session.scalar(query))
