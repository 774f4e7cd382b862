"""Gives one practice child a long road, two hundred events, and measures that child's page."""

from datetime import time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import func, select

from app.cases.notes import NoteInput, add_note
from app.chronology.story import story_of
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place
from app.outreach.shifts import ShiftInput, open_shift
from app.outreach.writing import EncounterInput, write_encounter
from app.practice.sign_ins import read_sign_ins
from app.unit_of_work import UnitOfWork
from bench.acting import practice_in
from bench.measuring import Line
from bench.pages import often
from bench.server import Running, Visitor
from models.case import Case
from models.case_note import CaseNote

EVENTS = 200
SHARE_OF_NOTES = 0.4
"""The others are meetings of night outreach, which their writers seal to the office without being in it."""
TARGET_MS = 60


def long_road_line(server: Running, data: Path) -> Line:
    """Return how long the page of a child with 200 events takes; the newest are the dearest to open."""
    child_id = grow_child(data)
    supervisor = next(each for each in read_sign_ins(data) if each.role == "supervisor")
    visitor = Visitor(server.port)
    visitor.sign_in(supervisor.username, supervisor.password)
    taken, cpu = often(server, visitor, f"/children/{child_id}")
    return Line(f"page of a child with {EVENTS} events", taken, target_p95=TARGET_MS, cpu=cpu)


def grow_child(data: Path, *, events: int = EVENTS) -> UUID:
    """Add notes and meetings to a child of an open case until that many events are told. Returns the child's id."""
    with practice_in(data) as practice:
        with practice.writing("supervisor") as work:
            case_id, child_id = _longest_case(work)
            missing = max(events - story_of(work, child_id).total, 0)
            notes = round(missing * SHARE_OF_NOTES)
            for number in range(notes):
                words = f"Made by a measurement, note {number}. She walked to school with her cousin."
                add_note(work, case_id, uuid4(), NoteInput(words, as_typed(work.now), EvidenceBasis.SEEN))
        with practice.writing("field") as work:
            _meet(work, child_id, missing - notes)
    return child_id


def _longest_case(work: UnitOfWork) -> tuple[UUID, UUID]:
    query = select(Case.id, Case.child_id).join(CaseNote, CaseNote.case_id == Case.id)
    query = query.where(Case.base_id == work.person.base_id).group_by(Case.id, Case.child_id)
    case_id, child_id = work.session.execute(query.order_by(func.count().desc()).limit(1)).one()
    return case_id, child_id


def _meet(work: UnitOfWork, child_id: UUID, times: int) -> None:
    now = as_typed(work.now).at or time(20)
    back = (work.now + timedelta(hours=9)).time().replace(microsecond=0)
    shift_id = open_shift(work, ShiftInput(uuid4(), (work.person.id,), now, back))
    for number in range(times):
        account = Account(Place(words="by the steps"), words=f"Made by a measurement, meeting {number}.")
        child = MetChildInput(ChildDescription(words="blue cap, school shirt"), child_id)
        write_encounter(work, shift_id, uuid4(), EncounterInput(now, account, 1, (child,)))
