"""Who is out on a home visit, who is back, and who is overdue: as for a shift, from signed receipts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, or_

from app.access.scope import scoped
from app.foundation.permissions import Permission
from app.home_visits.following import unsettled
from app.keyring.boards import board_fits
from app.keyring.derived import set_derived
from app.keyring.directory import Directory
from app.keyring.folders import Fit
from app.keyring.known_directory import directory_for
from app.keyring.receipts import Book, Said, declare_book
from app.keyring.repeated_facts import declare_repeats
from app.mistakes.states import is_marked
from app.outreach.safety import LOOKED_AT_ANYWAY, Alarm, ringing
from app.outreach.shift_status import (
    Outing,
    ShiftStatus,
    Word,
    is_of_team,
    is_team_of_base,
    outing_status,
)
from app.unit_of_work import UnitOfWork
from models.home_visit import HomeVisit, HomeVisitor
from models.receipt import Receipt


def _may_say(directory: Directory, said: Said, _first: Said | None) -> bool:
    leads = said.may_in_base(Permission.SHIFT_WRITE) and is_team_of_base(directory, said)
    return leads or is_of_team(directory, said)


_WORDS = (Word.CHECKED_IN, Word.CHECKED_OUT, Word.RETURN, Word.ENDED, Word.GOES_ON)
VISITS = declare_book(Book(HomeVisit, Receipt, dict.fromkeys(_WORDS, _may_say)))
"""The receipts about visits: of whoever goes, and of the supervisors of their base."""


def outings(work: UnitOfWork, visits: Sequence[HomeVisit]) -> dict[UUID, ShiftStatus]:
    """Return how it stands with those who left for these visits, by the visit's id. Nothing sealed is opened.

    A visit for which nobody has left is not among them.
    """
    rows = [row for row in visits if row.started_at is not None]
    found, fits = VISITS.read(work, [row.id for row in rows]), board_fits(work, rows)
    return {row.id: outing_status(work, _outing(row), found[row.id], fits[row.id]) for row in rows}


def outing_of(work: UnitOfWork, visit: HomeVisit) -> ShiftStatus | None:
    """Return how it stands with those who left for one visit, None while nobody has."""
    return outings(work, [visit]).get(visit.id)


def say(work: UnitOfWork, visit: HomeVisit, word: Word, **facts: str) -> ShiftStatus:
    """Sign a receipt about a locked visit for which somebody left, and set the column that helps to find it."""
    said = VISITS.sign(work, visit.id, word, base_id=visit.base_id, facts=facts)
    status = outing_status(work, _outing(visit), said, Fit.NO_KEY)
    if status.ended_at != visit.ended_at:
        set_derived(work.session, visit, ended_at=status.ended_at)
    return status


def visit_alarms(work: UnitOfWork) -> list[Alarm]:
    """Return who is not back from a home visit, as far as this person must know, longest overdue first."""
    newest = directory_for(work).then.teams.since(work.now - LOOKED_AT_ANYWAY)
    has_left = HomeVisit.started_at.is_not(None)
    goes_on = or_(and_(HomeVisit.ended_at.is_(None), has_left), and_(HomeVisit.id.in_(newest), has_left))
    query = scoped(work, HomeVisit, Permission.VISIT_READ).where(goes_on)
    rows = work.session.scalars(query).all()
    return ringing(work, outings(work, rows).values(), {row.id: row.base_id for row in rows})


def visitors_of(work: UnitOfWork, visit_id: UUID) -> tuple[UUID, ...]:
    """Return who goes on a visit by signed statement; database rows do not count here."""
    return directory_for(work).teams.get(visit_id, ())


def _outing(row: HomeVisit) -> Outing:
    if row.started_at is None:
        raise ValueError("nobody has left for that visit")
    due_back_at = row.due_back_at or row.started_at
    return Outing(row.id, row.base_id, row.started_at, due_back_at, row.ended_at, is_marked(row))


def _changed(work: UnitOfWork, visits: Sequence[HomeVisit]) -> list[HomeVisit]:
    found, unsound = outings(work, visits), unsettled(work, visits)
    return [
        visit
        for visit in visits
        if (visit.id in found and found[visit.id].is_changed)
        or _lacks_visitors(work, visit)
        or visit in unsound
    ]


def _lacks_visitors(work: UnitOfWork, visit: HomeVisit) -> bool:
    """Tell whether somebody who goes would not find the visit among their own."""
    team = visitors_of(work, visit.id)
    return any(work.session.get(HomeVisitor, (visit.id, id_)) is None for id_ in team)


def _of_no_team(work: UnitOfWork, rows: Sequence[HomeVisitor]) -> list[HomeVisitor]:
    teams = directory_for(work).teams
    return [row for row in rows if row.staff_id not in teams.get(row.visit_id, ())]


declare_repeats(HomeVisit, _changed)
declare_repeats(HomeVisitor, _of_no_team)
