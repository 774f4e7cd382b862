"""The page of one child who stays away, with all that was answered about it; and the page of one answer."""

from dataclasses import dataclass
from uuid import UUID

from app.absences.answers import may_correct
from app.absences.away_list import sorted_away
from app.absences.documents import Answered
from app.absences.reading import AnswerView, answers_of_children, read_answers
from app.absences.scopes import ClubAbsence
from app.access.scope import has, visible
from app.children.names import ChildName, names_of
from app.clubs.reading import ClubRead, read_club
from app.clubs.register_memory import Away
from app.clubs.scopes import visible_club
from app.foundation.errors import ChangedOutside
from app.foundation.permissions import Permission
from app.keyring.folders import Fit, fit_in, folders_to_check
from app.mistakes.earlier import Earlier, earlier_versions
from app.mistakes.states import MarkState, MarkView, marks_of
from app.unit_of_work import UnitOfWork
from models.kids_club import ClubChild


@dataclass(frozen=True)
class AbsencePage:
    """One child of one club: how they came and stay away (None if they do not), and what was answered, newest first."""

    club_child_id: UUID
    club: ClubRead
    child: ChildName | None
    child_id: UUID
    away: Away | None
    answers: tuple[AnswerView, ...]
    may_answer: bool


@dataclass(frozen=True)
class AnswerPage:
    """One answer with its marks and what it said before."""

    answer: AnswerView
    club: ClubRead
    child: ChildName | None
    marks: MarkState
    own_ask: MarkView | None
    before: tuple[Earlier[Answered], ...]
    may_correct: bool
    may_decide: bool
    may_raise: bool


def absence_page(work: UnitOfWork, club_child_id: UUID) -> AbsencePage:
    """Return the page of a child of a club. Raises NotVisible, and ChangedOutside for a row that is not what it was."""
    member = visible(work, ClubChild, club_child_id, Permission.CLUB_READ)
    club = read_club(work, visible_club(work, member.club_id))
    folders = folders_to_check(work, [member.folder_id])
    if fit_in(folders.get(member.folder_id), member) is Fit.CHANGED:
        raise ChangedOutside("a child of a club that was changed outside", record=member.id)
    answers = [one for one in answers_of_children(work, [member.child_id]) if one.club_id == club.id]
    return AbsencePage(
        club_child_id=member.id,
        club=club,
        child=names_of(work, [member.child_id]).get(member.child_id),
        child_id=member.child_id,
        away=_away(work, club.id, member.child_id),
        answers=tuple(answers),
        may_answer=has(work, Permission.CLUB_ANSWER) and club.is_open,
    )


def answer_page(work: UnitOfWork, absence_id: UUID) -> AnswerPage:
    """Return the page of one answer. Raises NotVisible."""
    row = visible(work, ClubAbsence, absence_id, Permission.CLUB_READ)
    (view,) = read_answers(work, [row])
    marks = marks_of(work, [row])[row.id]
    stands = not view.is_changed
    return AnswerPage(
        answer=view,
        club=read_club(work, visible_club(work, row.club_id)),
        child=names_of(work, [row.child_id]).get(row.child_id) if stands else None,
        marks=marks,
        own_ask=marks.own_ask(work.person.id),
        before=earlier_versions(work, row, Answered),
        may_correct=stands and may_correct(work, row),
        may_decide=stands and has(work, Permission.CLUB_VISIT),
        may_raise=stands and has(work, Permission.CONCERN_POST),
    )


def _away(work: UnitOfWork, club_id: UUID, child_id: UUID) -> Away | None:
    everybody = (away for found in sorted_away(work).of.values() for away, _ in found)
    return next((a for a in everybody if (a.club.id, a.rhythm.child_id) == (club_id, child_id)), None)
