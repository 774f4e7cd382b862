"""Returns an assessment to whoever scored it, with a reason and a day; it stays, and another one takes its place."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.access.scope import has
from app.case_records.record_views import Opened, Views, view_of
from app.case_records.records import CaseRecords, Closed
from app.case_records.reliance import clock_would_stop
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.text_cleaning import clean_lines
from app.keyring.documents import sealed_in
from app.keyring.known_directory import directory_for
from app.keyring.policy import Duty, FolderKind
from app.mistakes.states import MarkState
from app.restoration.assessments import (
    ASSESSMENTS,
    AssessmentInput,
    AssessmentRead,
    assessments_of,
    read_assessment,
    save_again,
)
from app.unit_of_work import UnitOfWork
from models.assessment_return import AssessmentReturn

SCORED_AGAIN_WITHIN = timedelta(days=7)
"""What the form proposes: a week."""


@sealed_in("assessment_return", "why")
@dataclass(frozen=True)
class ReturnWords:
    """Why an assessment is to be scored again."""

    why: str


RETURNS = CaseRecords(
    AssessmentReturn,
    ReturnWords,
    FolderKind.RESTORATION,
    reads=Permission.RESTORATION_READ,
    writes=Permission.RESTORATION_REVIEW,
    also=(Permission.RESTORATION_WRITE,),
    on_closed=Closed.REFUSES,
    event="restoration",
    second=lambda work, row: clock_would_stop(
        work, DayMeaning.PLANNED, None if row.answered_by else row.due_on
    ),
)


@dataclass(frozen=True)
class ReturnInput:
    """What is typed to return an assessment."""

    id: UUID
    due_on: date
    words: ReturnWords


@dataclass(frozen=True)
class ReturnRead:
    """A return as opened; `words` is None for a person who was not given its key."""

    id: UUID
    case_id: UUID
    assessment_id: UUID
    due_on: date
    returned_by: str
    returned_on: date
    answered_by: UUID | None
    words: ReturnWords | None
    marks: MarkState


@dataclass(frozen=True)
class Waiting:
    """An assessment that waits to be scored again: whom for, since when, by when and why.

    `waits_for` is None when its scorer does not work on the case any more: then it is for whoever does.
    """

    id: UUID
    case_id: UUID
    assessment_id: UUID
    scored_on: date
    waits_for: UUID | None
    name: str
    since: date
    due_on: date
    returned_by: str
    why: str


def return_assessment(work: UnitOfWork, case_id: UUID, assessment_id: UUID, new: ReturnInput) -> UUID:
    """Return an assessment to whoever scored it. Nobody returns their own: they score again.

    Raises Refused, NotVisible, AlreadyDone, or NotAllowedNow with `case-closed`, `reason-missing`, `return-due-past`,
    `too-far-ahead`, `own-return`, `returned-already`, `counts-no-more`.
    """
    made = RETURNS.begin(work, case_id, new.id)
    assessment = read_assessment(work, case_id, assessment_id)
    today = local_day(work.now)
    if not clean_lines(new.words.why):
        raise NotAllowedNow("reason-missing")
    if new.due_on < today:
        raise NotAllowedNow("return-due-past")
    refuse_unlikely(DayMeaning.PLANNED, new.due_on, today)
    if assessment.written_by == work.person.id:
        raise NotAllowedNow("own-return")
    if assessment_id not in {each.id for each in assessments_of(work, [case_id])[case_id].views}:
        raise NotAllowedNow("counts-no-more")
    if assessment_id in waiting_of(work, [case_id])[case_id]:
        raise NotAllowedNow("returned-already")
    made.save("returned", new.words, assessment_id=assessment_id, due_on=new.due_on, answered_by=None)
    return new.id


def score_again(work: UnitOfWork, case_id: UUID, assessment_id: UUID, new: AssessmentInput) -> UUID:
    """Write the assessment that takes a returned one's place.

    Raises as `write_assessment` does, and NotAllowedNow with `not-returned`: nobody else's scores are replaced unless
    a supervisor asked for it.
    """
    begun = ASSESSMENTS.begin(work, case_id, new.id)
    returned = waiting_of(work, [case_id])[case_id].get(assessment_id)
    if returned is None:
        raise NotAllowedNow("not-returned")
    save_again(work, begun, assessment_id, new)
    answered = RETURNS.edit(work, case_id, returned.id, writes=Permission.RESTORATION_WRITE)
    answered.save("answered", answered_by=new.id)
    return new.id


def returns_of(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, Views[ReturnRead]]:
    """Return the returns of several cases that nobody has answered, opened, oldest first."""
    wanted = list(case_ids)
    query = RETURNS.reached(work).where(
        AssessmentReturn.case_id.in_(wanted), AssessmentReturn.answered_by.is_(None)
    )
    found = RETURNS.opened(work, query.order_by(AssessmentReturn.written_at, AssessmentReturn.id))
    return {
        case_id: Views(
            tuple(_read(one) for one in found.records if one.row.case_id == case_id),
            tuple(one for one in found.changed if one.case_id == case_id),
            tuple(_read(one) for one in found.marked if one.row.case_id == case_id),
        )
        for case_id in wanted
    }


def waiting_of(work: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, Waiting]]:
    """Return the assessments of each case that wait to be scored again, by their ids."""
    wanted = list(case_ids)
    assessments = assessments_of(work, wanted)
    return {
        case_id: waiting_in(work, returns, assessments[case_id].views)
        for case_id, returns in returns_of(work, wanted).items()
    }


def waiting_in(
    work: UnitOfWork, returns: Views[ReturnRead], assessments: Collection[AssessmentRead]
) -> dict[UUID, Waiting]:
    """Return the same for one case whose returns and assessments were opened already."""
    by_id = {each.id: each for each in assessments}
    return {
        each.assessment_id: _waiting(work, each, by_id[each.assessment_id])
        for each in returns.views
        if each.assessment_id in by_id
    }


def _waiting(work: UnitOfWork, returned: ReturnRead, assessment: AssessmentRead) -> Waiting:
    still_there = _works_on(work, returned.case_id, assessment.written_by)
    return Waiting(
        id=returned.id,
        case_id=returned.case_id,
        assessment_id=assessment.id,
        scored_on=assessment.scored_on,
        waits_for=assessment.written_by if still_there else None,
        name=assessment.writer,
        since=returned.returned_on,
        due_on=returned.due_on,
        returned_by=returned.returned_by,
        why=returned.words.why if returned.words else "",
    )


def is_for(work: UnitOfWork, waiting: Waiting) -> bool:
    """Tell whether this person is to score it again: its scorer, or whoever works on the case now."""
    if waiting.waits_for is not None:
        return waiting.waits_for == work.person.id
    return has(work, Permission.RESTORATION_WRITE) and _works_on(work, waiting.case_id, work.person.id)


def _works_on(work: UnitOfWork, case_id: UUID, staff_id: UUID) -> bool:
    """Tell whether somebody may still score for the case, by the signed directory: assigned, or in charge."""
    directory = directory_for(work)
    known = directory.people.get(staff_id)
    if known is None or not known.enabled:
        return False
    if known.role in (Role.SUPERVISOR, Role.DIRECTOR):
        return True
    on_case = directory.on_cases_of.get(staff_id, ())
    return any(each.case_id == case_id and each.duty is Duty.CASEWORKER for each in on_case)


def _read(one: Opened[AssessmentReturn, ReturnWords]) -> ReturnRead:
    return view_of(
        one,
        ReturnRead,
        returned_by=one.written_by,
        returned_on=local_day(one.row.written_at),
        words=one.document,
    )
