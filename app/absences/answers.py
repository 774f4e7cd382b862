"""Answers about a regular who stays away: written by leaders and the office, corrected by whoever said it or leads."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.absences.documents import Answered, Signed
from app.absences.scopes import ClubAbsence
from app.absences.signing import is_signed_answer, sign_answer
from app.access.scope import locked_row, require, visible
from app.clubs.scopes import visible_club
from app.foundation.access_rules import reach_of
from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import AlreadyDone, ChangedOutside, Conflict, NotAllowedNow, Refused
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission, Reach
from app.foundation.text_cleaning import clean_lines, clean_text
from app.foundation.vocabulary.absence_answers import AbsenceAnswer
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write
from app.mistakes.earlier import keep_earlier
from app.mistakes.states import is_marked
from app.unit_of_work import UnitOfWork
from models.kids_club import ClubChild

PAST = frozenset({AbsenceAnswer.SEEN, AbsenceAnswer.SWEEP})
"""The answers that tell of something that has happened."""


@dataclass(frozen=True)
class AnswerInput:
    """What is typed of an answer: `whom` is asked, or saw or told it; `where`; `day` of that."""

    kind: AbsenceAnswer
    whom: str = ""
    where: str = ""
    day: date | None = None
    words: str = ""


def answer_absence(work: UnitOfWork, club_child_id: UUID, absence_id: UUID, typed: AnswerInput) -> None:
    """Write an answer about a child of a club.

    Raises Refused, NotVisible, ChangedOutside, AlreadyDone for a form sent twice, or NotAllowedNow with
    `whom-missing`, `where-missing`, `in-the-future`, `too-long-ago` or `too-far-ahead`.
    """
    require(work, Permission.CLUB_ANSWER)
    earlier = work.session.get(ClubAbsence, absence_id)
    if earlier is not None:
        if earlier.written_by != work.person.id:
            raise Refused(Permission.CLUB_ANSWER.value)
        raise AlreadyDone(record_id=absence_id)
    member = visible(work, ClubChild, club_child_id, Permission.CLUB_READ)
    club = visible_club(work, member.club_id)
    folder = folder_to_write(work, FolderKind.CLUB, club.folder_id, base_id=club.base_id)
    folder.check(member)
    folder.check(club)
    row = ClubAbsence(
        id=absence_id,
        club_id=club.id,
        child_id=member.child_id,
        base_id=club.base_id,
        folder_id=folder.id,
        written_by=work.person.id,
        written_at=work.now,
    )
    folder.write(row, _signed(work, folder, row, typed))
    work.session.flush()
    _record(work, "club_absence.answered", row)


def change_answer(work: UnitOfWork, absence_id: UUID, typed: AnswerInput, *, version: int) -> None:
    """Correct an answer; what it said before is kept.

    Raises as `answer_absence`, Conflict when somebody has saved since, and NotAllowedNow `written-by-mistake`, or
    `visit-decided` for another kind of answer once a caseworker has decided.
    """
    row = editable_row(work, absence_id)
    if row.version != version:
        raise Conflict(record=absence_id, version=row.version)
    if is_marked(row):
        raise NotAllowedNow("written-by-mistake")
    folder = folder_of(work, row)
    before = read_answer(work, folder, row)
    if row.decided_at is not None and typed.kind is not before.kind:
        raise NotAllowedNow("visit-decided")
    keep_earlier(work, folder, row, Answered)
    folder.write(row, _signed(work, folder, row, typed))
    work.session.flush()
    _record(work, "club_absence.changed", row)


def editable_row(
    work: UnitOfWork, absence_id: UUID, permission: Permission = Permission.CLUB_ANSWER
) -> ClubAbsence:
    """Load an answer to change it, locked: for whoever wrote it, and for supervisors. Raises NotVisible, Refused."""
    require(work, permission)
    row = locked_row(work, ClubAbsence, absence_id, permission)
    if permission is Permission.CLUB_ANSWER and not may_correct(work, row):
        raise Refused(permission.value)
    return row


def may_correct(work: UnitOfWork, row: ClubAbsence) -> bool:
    """Tell whether this person may correct an answer or mark it: its writer, and supervisors of the base."""
    if reach_of(work.person, Permission.CLUB_ANSWER) is None:
        return False
    return row.written_by == work.person.id or reach_of(work.person, Permission.CLUB_MANAGE) is Reach.BASE


def folder_of(work: UnitOfWork, row: ClubAbsence) -> FolderToWrite:
    """Open the folder of an answer's club, to write in it. Raises NoKey, KeyRefused."""
    return folder_to_write(work, FolderKind.CLUB, row.folder_id, base_id=row.base_id)


def read_answer(work: UnitOfWork, folder: FolderToWrite, row: ClubAbsence) -> Answered:
    """Return what an answer says. Raises ChangedOutside, also when whom it names did not sign it."""
    said = folder.read(row, Answered)
    if not is_signed_answer(work, folder, row, said):
        raise ChangedOutside("an answer that nobody signed", record=row.id)
    return said


def _signed(work: UnitOfWork, folder: FolderToWrite, row: ClubAbsence, typed: AnswerInput) -> Answered:
    whom, where = clean_text(typed.whom), clean_text(typed.where)
    if typed.kind is AbsenceAnswer.ASK and not whom:
        raise NotAllowedNow("whom-missing")
    if typed.kind in PAST and not where:
        raise NotAllowedNow("where-missing")
    means = DayMeaning.HAPPENED if typed.kind in PAST else DayMeaning.PLANNED
    refuse_unlikely(means, typed.day, local_day(work.now))
    unsigned = Answered(
        typed.kind,
        Signed(work.person.id, work.now, ""),
        whom=whom,
        where=where if typed.kind in PAST else "",
        day=typed.day,
        words=clean_lines(typed.words),
    )
    signature = sign_answer(work, folder, row, unsigned)
    return replace(unsigned, signed=Signed(work.person.id, work.now, signature))


def _record(work: UnitOfWork, action: str, row: ClubAbsence) -> None:
    subjects = [row.id, row.club_id, row.child_id]
    work.record(
        action,
        subjects=subjects,
        folders=[row.folder_id],
        base_id=row.base_id,
        version=row.version,
    )
