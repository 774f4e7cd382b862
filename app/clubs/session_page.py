"""Builds the page of one session: who came, what else was marked, and where two people said different things."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from app.children.finding import lines_of
from app.children.lines import ChildLine
from app.clubs.documents import FromPaper, Mark, Register
from app.clubs.reading import ClubRead, SessionRead, read_club, read_sessions
from app.clubs.register_page import called_of
from app.clubs.scopes import may, visible_club, visible_session
from app.foundation.permissions import Permission
from app.mistakes.earlier import Earlier, earlier_versions
from app.mistakes.states import MarkState, marks_of
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CameLine:
    """One child who came, by whom that was marked, and the other side if somebody said something else."""

    line: ChildLine
    mark: Mark
    marked_by: str
    other_by: str
    is_namesake: bool


@dataclass(frozen=True)
class PaperLine:
    """One paper that was typed into the register, and who typed it."""

    paper: FromPaper
    typed_by: str


@dataclass(frozen=True)
class SessionPage:
    """One session, for whoever reads its club."""

    club: ClubRead
    session: SessionRead
    came: tuple[CameLine, ...]
    written_by: str
    changed_by: str
    papers: tuple[PaperLine, ...]
    before: tuple[Earlier[Register], ...]
    marks: MarkState
    may_write: bool
    may_mark: bool

    @property
    def meals(self) -> int:
        """How many children had the meal."""
        return sum(1 for one in self.came if one.mark.had_meal)

    @property
    def lessons(self) -> list[tuple[str, int]]:
        """What was learnt, and by how many children, the most first."""
        return Counter(one.mark.lesson for one in self.came if one.mark.lesson).most_common()

    @property
    def not_left(self) -> int:
        """How many children came of whom nobody wrote that they left."""
        return sum(1 for one in self.came if not one.mark.left_at)

    @property
    def open_sides(self) -> int:
        """Of how many children two people said different things."""
        return sum(1 for one in self.came if one.mark.other is not None)


def session_page(work: UnitOfWork, session_id: UUID) -> SessionPage:
    """Return the page of a session. Raises NotVisible."""
    row = visible_session(work, session_id)
    club_row = visible_club(work, row.club_id)
    club, session = read_club(work, club_row), read_sessions(work, [row])[0]
    register = session.register or Register()
    change = register.last_change
    typists = [paper.by for paper in register.papers]
    names = names_of_staff(work, [row.written_by, change.by if change is not None else None, *typists])
    may_write = not (club.is_changed or club.is_mistaken or session.is_changed) and may(
        work, club_row, Permission.CLUB_WRITE
    )
    return SessionPage(
        club=club,
        session=session,
        came=tuple(_came(work, register)),
        written_by=names.get(row.written_by, "") if not session.is_changed else "",
        changed_by=names.get(change.by, "") if change is not None else "",
        papers=tuple(PaperLine(paper, names.get(paper.by, "")) for paper in register.papers),
        before=earlier_versions(work, row, Register),
        marks=marks_of(work, [row])[row.id],
        may_write=may_write and not session.is_mistaken,
        may_mark=may_write,
    )


def _came(work: UnitOfWork, register: Register) -> list[CameLine]:
    lines = lines_of(work, [mark.child_id for mark in register.marks], {})
    called = [name for line in lines for name in called_of(line)]
    sides = [id_ for mark in register.marks for id_ in (mark.by, mark.other.by if mark.other else None)]
    names = names_of_staff(work, sides)
    found = []
    for line in lines:
        mark = register.by_child[line.id]
        other_by = names.get(mark.other.by, "") if mark.other is not None else ""
        is_namesake = any(called.count(name) > 1 for name in called_of(line))
        found.append(CameLine(line, mark, names.get(mark.by, ""), other_by, is_namesake))
    return sorted(found, key=lambda one: (one.mark.late, one.line.latin.casefold(), str(one.line.id)))
