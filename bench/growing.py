"""Grows the practice organisation to a size: children, meetings and cases made by the services that the pages call."""

from datetime import time, timedelta
from pathlib import Path
from random import Random
from time import monotonic
from uuid import UUID, uuid4

from sqlalchemy import func, select

from app.cases.assigning import assign
from app.cases.creating import CaseInput, open_case
from app.children.children import ChildInput, make_child
from app.foundation.moments import as_typed
from app.foundation.vocabulary.risks import Risk
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place
from app.outreach.shifts import Missing, ShiftInput, end_shift, open_shift
from app.outreach.writing import EncounterInput, write_encounter
from app.practice.children import make_families
from app.unit_of_work import UnitOfWork
from bench.acting import Practice, practice_in
from models.child import Child
from models.staff_member import StaffMember

CHILDREN_A_WORK = 200
MET_TOGETHER = 5
MEETINGS_A_SHIFT = 40
EVERY_TENTH = 10
"""One child of ten has a case."""


def grow(data: Path, children: int) -> None:
    """Add children to a practice organisation until it has that many, each met once, one of ten with a case.

    What is there already is kept, so that growing may be stopped and gone on with.
    """
    with practice_in(data) as practice:
        with practice.writing("supervisor") as work:
            have = work.session.scalars(select(func.count()).select_from(Child)).one()
        chance = Random(have)
        began = monotonic()
        while have < children:
            made = _make_children(practice, chance, min(CHILDREN_A_WORK, children - have))
            _meet(practice, made)
            _open_cases(practice, made[::EVERY_TENTH])
            have += len(made)
            print(f"\r{have} of {children} children, {monotonic() - began:.0f} s", end="", flush=True)
        print()


def _make_children(practice: Practice, chance: Random, wanted: int) -> list[UUID]:
    with practice.writing("field") as work:
        from_ = work.now - timedelta(days=300)
        members = make_families(chance, "PP", wanted, from_=from_, until=work.now, taken=set())
        for member in members:
            make_child(work, ChildInput(member.id, member.profile))
    return [member.id for member in members]


def _meet(practice: Practice, children: list[UUID]) -> None:
    for met in _parts(children, MET_TOGETHER * MEETINGS_A_SHIFT):
        with practice.writing("field") as work:
            shift_id = _shift(work)
            for number, together in enumerate(_parts(met, MET_TOGETHER)):
                account = Account(
                    Place(words="by the steps"), words=f"Made by a measurement, meeting {number}."
                )
                described = tuple(
                    MetChildInput(ChildDescription(words="school shirt"), id_) for id_ in together
                )
                typed = EncounterInput(as_typed(work.now).at or time(20), account, len(together), described)
                write_encounter(work, shift_id, uuid4(), typed)
            end_shift(work, shift_id, words="", missing=Missing.ACCOUNTED_FOR)


def _parts(ids: list[UUID], size: int) -> list[list[UUID]]:
    return [ids[at : at + size] for at in range(0, len(ids), size)]


def _shift(work: UnitOfWork) -> UUID:
    back = (work.now + timedelta(hours=9)).time().replace(microsecond=0)
    return open_shift(work, ShiftInput(uuid4(), (work.person.id,), as_typed(work.now).at or time(20), back))


def _open_cases(practice: Practice, children: list[UUID]) -> None:
    with practice.writing("supervisor") as work:
        query = select(StaffMember.id).where(StaffMember.username.in_(("caseworker", "theary")))
        workers = work.session.scalars(query.order_by(StaffMember.username)).all()
        for number, child_id in enumerate(children):
            new = CaseInput(uuid4(), child_id, "Made by a measurement.", Risk.LOW)
            open_case(work, new)
            assign(work, new.id, workers[number % len(workers)])
