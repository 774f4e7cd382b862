"""A club asks for a visit, and a caseworker decides: who goes and by when, or why nobody goes now."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.absences.answers import editable_row, folder_of, read_answer
from app.absences.documents import Decided, Signed
from app.absences.scopes import ClubAbsence
from app.absences.signing import sign_decision
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.foundation.vocabulary.absence_answers import AbsenceAnswer, VisitDecision
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class VisitInput:
    """What is decided: whether this person goes, by which `day`, and why not."""

    decision: VisitDecision
    day: date | None = None
    words: str = ""


def decide_visit(work: UnitOfWork, absence_id: UUID, typed: VisitInput, *, version: int) -> None:
    """Decide about a visit that a club asks for; deciding again replaces what was decided.

    Raises Refused, NotVisible, ChangedOutside, Conflict, AlreadyDone for the same decision once more, or NotAllowedNow
    with `not-a-visit`, `written-by-mistake`, `visit-day-missing`, `day-past`, `reason-missing`.
    """
    row = editable_row(work, absence_id, Permission.CLUB_VISIT)
    folder = folder_of(work, row)
    if read_answer(work, folder, row).kind is not AbsenceAnswer.VISIT:
        raise NotAllowedNow("not-a-visit")
    if is_marked(row):
        raise NotAllowedNow("written-by-mistake")
    unsigned = _cleaned(work, typed)
    if row.version != version:
        if row.decided_by == work.person.id and _is_same(folder.read(row, Decided), unsigned):
            raise AlreadyDone(record_id=absence_id)
        raise Conflict(record=absence_id, version=row.version)
    row.decided_by, row.decided_at = work.person.id, work.now
    signature = sign_decision(work, folder, row, unsigned)
    folder.write(row, replace(unsigned, signed=Signed(work.person.id, work.now, signature)))
    work.session.flush()
    _record(work, row, unsigned.decision)


def _cleaned(work: UnitOfWork, typed: VisitInput) -> Decided:
    goes, words = typed.decision is VisitDecision.GOES, clean_lines(typed.words)
    if not goes and not words:
        raise NotAllowedNow("reason-missing")
    if goes and typed.day is None:
        raise NotAllowedNow("visit-day-missing")
    if goes and typed.day is not None:
        if typed.day < local_day(work.now):
            raise NotAllowedNow("day-past")
        refuse_unlikely(DayMeaning.PLANNED, typed.day, local_day(work.now))
    return Decided(typed.decision, Signed(work.person.id, work.now, ""), typed.day if goes else None, words)


def _is_same(said: Decided, typed: Decided) -> bool:
    return (said.decision, said.day, said.words) == (typed.decision, typed.day, typed.words)


def _record(work: UnitOfWork, row: ClubAbsence, decision: VisitDecision) -> None:
    work.record(
        f"club_absence.visit_{decision.value}",
        subjects=[row.id, row.club_id, row.child_id],
        folders=[row.folder_id],
        base_id=row.base_id,
    )
