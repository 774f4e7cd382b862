"""Grows the practice organisation to a size: children, meetings and cases made by the services that the pages call.

`python -m bench.growing DATA CHILDREN` does it in a process of its own, which may be stopped at any time and gone on
with: what is there is counted, and a batch is there whole or not at all.
"""

import json
import sys
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from time import monotonic
from uuid import UUID, uuid4

from sqlalchemy import func, select

from app.cases.assigning import assign
from app.cases.creating import CaseInput, open_case
from app.cases.notes import NoteInput, add_note
from app.children.children import ChildInput, make_child
from app.foundation.clock import MovableClock
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.risks import Risk
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place
from app.outreach.shifts import Missing, ShiftInput, end_shift, open_shift
from app.outreach.writing import EncounterInput, write_encounter
from app.practice.children import make_families
from app.unit_of_work import UnitOfWork
from bench.acting import Practice, practice_in
from models.audit_event import AuditEvent
from models.case import Case
from models.child import Child
from models.encounter import EncounterChild
from models.shift import Shift
from models.staff_member import StaffMember

CHILDREN_A_BATCH = 100
MEETINGS_EACH = 25
MET_TOGETHER = 10
BETWEEN_NIGHTS = timedelta(hours=8)
"""A thousand nights fit into the time that `bench.founding` leaves."""
EVERY_TENTH = 10
"""One child of ten has a case."""
NOTES_OF_THE_LONGEST, MEETINGS_OF_THE_LONGEST = 75, 125
"""Some 200 events; the meetings of night outreach are sealed to the office by writers who are not in it."""
LONGEST_ROAD = "longest-road.json"


def grow(data: Path, children: int) -> None:
    """Bring a practice organisation to that many children, one of ten with a case and one with a long road."""
    clock = MovableClock(_last_moment(data))
    with practice_in(data, clock) as practice:
        began, made = monotonic(), 0
        while (have := _count(practice, Child)) < children:
            batch = min(CHILDREN_A_BATCH, children - have)
            clock.move(BETWEEN_NIGHTS)
            _make_and_meet(practice, Random(have), batch)
            made += batch
            rate = made / (monotonic() - began)
            left = (children - have - batch) / rate
            print(
                f"\r{have + batch} of {children} children, {rate:.0f}/s, {left:.0f} s left ",
                end="",
                flush=True,
            )
        print()
        while _count(practice, Case) < children // EVERY_TENTH:
            _open_cases(practice)
        told = data.parent / LONGEST_ROAD
        if not told.exists():
            clock.move(BETWEEN_NIGHTS)
            told.write_text(json.dumps(_lengthen_a_road(practice)))


def _last_moment(data: Path) -> datetime:
    """Return when the newest thing was written, by the trail where there is one: what follows is made after it."""
    newest = (AuditEvent.at, Child.updated_at, Shift.started_at)
    with practice_in(data) as practice, practice.server.store.reading() as session:
        moments = [
            session.scalars(select(column).order_by(column.desc()).limit(1)).first() for column in newest
        ]
    return max(moment for moment in moments if moment is not None)


def longest_road(place: Path) -> dict[str, str]:
    """Return the ids of the child with the longest road, of their case, and of the shift that met them most.

    All that was grown from the same organisation has the same, so that sizes are measured by the same pages.
    """
    found: dict[str, str] = json.loads((place / LONGEST_ROAD).read_text())
    return found


def _count(practice: Practice, table: type[Child | Case]) -> int:
    with practice.writing("supervisor") as work:
        return work.session.scalars(select(func.count()).select_from(table)).one()


def _make_and_meet(practice: Practice, chance: Random, wanted: int) -> None:
    with practice.writing("field") as work:
        from_ = work.now - timedelta(days=300)
        members = make_families(chance, "PP", wanted, from_=from_, until=work.now, taken=set())
        for member in members:
            make_child(work, ChildInput(member.id, member.profile))
        meetings: list[list[UUID]] = []
        for _ in range(MEETINGS_EACH):
            chance.shuffle(members)
            ids = [member.id for member in members]
            meetings += [ids[at : at + MET_TOGETHER] for at in range(0, len(ids), MET_TOGETHER)]
        night(work, meetings)


def night(work: UnitOfWork, meetings: list[list[UUID]]) -> UUID:
    """Go out for one shift with these meetings; return its id."""
    back = (work.now + timedelta(hours=9)).time().replace(microsecond=0)
    shift_id = open_shift(work, ShiftInput(uuid4(), (work.person.id,), _time_of(work.now), back))
    for children in meetings:
        _meet(work, shift_id, children)
    end_shift(work, shift_id, words="", missing=Missing.ACCOUNTED_FOR)
    return shift_id


def _meet(work: UnitOfWork, shift_id: UUID, children: list[UUID]) -> None:
    account = Account(
        Place(words="by the steps"), words="Made by a measurement: school begins again on Monday."
    )
    described = tuple(MetChildInput(ChildDescription(words="school shirt"), id_) for id_ in children)
    write_encounter(
        work, shift_id, uuid4(), EncounterInput(_time_of(work.now), account, len(children), described)
    )


def _time_of(moment: datetime) -> time:
    return as_typed(moment).at or time(20)


def _open_cases(practice: Practice) -> None:
    with practice.writing("supervisor") as work:
        query = select(StaffMember.id).where(StaffMember.username.in_(("caseworker", "theary")))
        workers = work.session.scalars(query.order_by(StaffMember.username)).all()
        without = select(Child.id).where(
            Child.base_id == work.person.base_id, ~select(Case.id).where(Case.child_id == Child.id).exists()
        )
        children = work.session.scalars(without.order_by(Child.code).limit(CHILDREN_A_BATCH)).all()
        for number, child_id in enumerate(children[::EVERY_TENTH]):
            new = CaseInput(uuid4(), child_id, "Made by a measurement.", Risk.LOW)
            open_case(work, new)
            assign(work, new.id, workers[number % len(workers)])


def _lengthen_a_road(practice: Practice) -> dict[str, str]:
    """Add notes and meetings to one child of an open case, and return the ids that `longest_road` gives."""
    with practice.writing("supervisor") as work:
        case_id, child_id = _met_most(work)
        for number in range(NOTES_OF_THE_LONGEST):
            words = f"Made by a measurement, note {number}. She walked to school with her cousin."
            add_note(work, case_id, uuid4(), NoteInput(words, as_typed(work.now), EvidenceBasis.SEEN))
    with practice.writing("field") as work:
        shift_id = night(work, [[child_id]] * MEETINGS_OF_THE_LONGEST)
    return {"case": str(case_id), "child": str(child_id), "shift": str(shift_id)}


def _met_most(work: UnitOfWork) -> tuple[UUID, UUID]:
    query = (
        select(Case.id, Case.child_id)
        .join(EncounterChild, EncounterChild.child_id == Case.child_id)
        .where(Case.base_id == work.person.base_id, Case.closed_at.is_(None))
        .group_by(Case.id, Case.child_id)
        .order_by(func.count().desc(), Case.id)
    )
    case_id, child_id = work.session.execute(query.limit(1)).one()
    return case_id, child_id


if __name__ == "__main__":
    grow(Path(sys.argv[1]), int(sys.argv[2]))
