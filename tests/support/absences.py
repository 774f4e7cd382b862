"""Registers of a club over many weeks, and answers about who stays away, made in cast members' names."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from app.absences.answers import AnswerInput, answer_absence
from app.children.children import ChildInput, make_child
from app.children.documents import ChildProfile
from app.clubs.documents import Mark, Register
from app.clubs.scopes import visible_club
from app.foundation.local_time import local_day, to_utc
from app.foundation.vocabulary.absence_answers import AbsenceAnswer
from app.foundation.vocabulary.club_sessions import SessionState
from app.keyring.policy import FolderKind
from app.keyring.writing import folder_to_write
from app.unit_of_work import UnitOfWork
from models.kids_club import ClubChild, ClubSession
from tests.support.clubs import made_club
from tests.support.organisation import Organisation

STAYS_AWAY, ALWAYS = "xxxxx.xxxx...", "xxxxxxxxxxxxx"
"""How a child came, week by week up to this one: x they came, . they did not."""


def children(organisation: Organisation, *names: str, by: str = "field") -> dict[str, UUID]:
    """Make children with these names."""
    with organisation.writing(by) as work:
        return {name: make_child(work, ChildInput(uuid4(), ChildProfile(latin=name))).id for name in names}


def took_registers(work: UnitOfWork, club_id: UUID, patterns: Mapping[UUID, str], *, last: date) -> None:
    """Write one register a week, the last on that day, and the children whom the club knows."""
    club = visible_club(work, club_id)
    folder = folder_to_write(work, FolderKind.CLUB, club.folder_id, base_id=club.base_id)
    of = {"club_id": club.id, "base_id": club.base_id, "folder_id": folder.id}
    for child_id in patterns:
        row = ClubChild(id=uuid4(), child_id=child_id, added_by=work.person.id, added_at=work.now, **of)
        folder.write(row)
    weeks = max(map(len, patterns.values()))
    for week in range(weeks):
        on = last - timedelta(weeks=weeks - 1 - week)
        came = [id_ for id_, pattern in patterns.items() if pattern[week : week + 1] == "x"]
        write_session(work, club_id, on, came)


def write_session(
    work: UnitOfWork, club_id: UUID, on: date, came: list[UUID], state: SessionState = SessionState.HELD
) -> UUID:
    """Write one session and its register."""
    club = visible_club(work, club_id)
    folder = folder_to_write(work, FolderKind.CLUB, club.folder_id, base_id=club.base_id)
    session = ClubSession(
        id=uuid4(),
        club_id=club.id,
        base_id=club.base_id,
        folder_id=folder.id,
        held_on=on,
        begins_at=to_utc(datetime.combine(on, time(14))),
        ends_at=to_utc(datetime.combine(on, time(16))),
        state=state.value,
        written_by=work.person.id,
        written_at=work.now,
    )
    marks = tuple(Mark(child_id, work.person.id, work.now) for child_id in came)
    folder.write(session, Register(marks, len(came)))
    work.session.flush()
    work.record(
        "club.register_taken", subjects=[session.id, club.id], folders=[folder.id], base_id=club.base_id
    )
    return session.id


def club_with_absent(
    organisation: Organisation, pattern: str = STAYS_AWAY, *, by: str = "field", base: str = "supervisor"
) -> tuple[UUID, UUID]:
    """Make a club where Sophea came like that and five others always; return the club's id and Sophea's."""
    club_id = made_club(organisation, by=base, leaders=(by,))
    made = children(organisation, "Sok Sophea", *(f"Chan Dara {number}" for number in range(5)), by=by)
    patterns = {id_: pattern if name == "Sok Sophea" else ALWAYS for name, id_ in made.items()}
    with organisation.writing(by) as work:
        took_registers(work, club_id, patterns, last=local_day(work.now) - timedelta(days=1))
    return club_id, made["Sok Sophea"]


def member_of(organisation: Organisation, club_id: UUID, child_id: UUID) -> UUID:
    """Return the id of the row that says that the club knows the child."""
    with organisation.reading("director") as work:
        query = work.session.query(ClubChild.id).filter_by(club_id=club_id, child_id=child_id)
        return UUID(str(query.one()[0]))


def answered(
    organisation: Organisation,
    club_id: UUID,
    child_id: UUID,
    kind: AbsenceAnswer = AbsenceAnswer.SEEN,
    *,
    by: str = "field",
    words: str = "",
    day: date | None = None,
) -> UUID:
    """Write an answer about a child who stays away."""
    absence_id, member = uuid4(), member_of(organisation, club_id, child_id)
    with organisation.writing(by) as work:
        typed = AnswerInput(kind, whom="her sister", where="at her aunt's", day=day, words=words)
        answer_absence(work, member, absence_id, typed)
    return absence_id
