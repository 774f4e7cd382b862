"""Regulars who stay away over 65 clubs with 2,000 regulars: what the page costs beside the frame, cold and warm.

`python -m bench.away DATA` makes the clubs and half a year of registers in a process of its own.
"""

import shutil
import sys
import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import select

from app.children.children import ChildInput, make_child
from app.clubs.documents import Mark, Register, Weekly
from app.clubs.making import ClubInput, make_club
from app.foundation.local_time import local_day, to_utc
from app.foundation.vocabulary.club_sessions import SessionState
from app.keyring.policy import FolderKind
from app.keyring.writing import folder_to_write
from app.practice.children import make_families
from app.unit_of_work import UnitOfWork
from bench.acting import Practice, practice_in
from bench.kept import Kept, run_in
from bench.measuring import Beside, Line, ratio_of
from bench.server import Visitor, running
from bench.sides import signed_in
from bench.twins import Twin
from models.child import Child
from models.kids_club import ClubChild, ClubSession, KidsClub

CLUBS, REGULARS, WEEKS = 65, 2_000, 26
A_WORK = 200
TIMES = 15
OF_FRAME = 4
AWAY, RAIN = 0.04, 0.1
FRAME, PAGE, TODAY = "/account", "/clubs/staying-away", "/today"


def away_lines(kept: Kept) -> list[Line]:
    """Return what the list and Today cost a supervisor, each with its ratio to the frame asked beside it."""
    with tempfile.TemporaryDirectory(prefix="wayhome-bench-") as folder:
        place = Path(folder) / "place"
        shutil.copytree(kept.make(Twin.SEALED, None), place)
        run_in(Twin.SEALED.command(place, "bench.away", str(place / "data")), place)
        with running(place) as server:
            supervisor = signed_in(server, place, "supervisor")["supervisor"]
            supervisor.get(FRAME)
            first = _asked(supervisor, PAGE)
            lines = [_beside_frame(supervisor, name, address) for name, address in _PAGES]
    return [Line("who stays away, first time after a start", [first]), *lines]


_PAGES = (("who stays away, 65 clubs, warm", PAGE), ("Today beside 65 clubs, warm", TODAY))


def _beside_frame(visitor: Visitor, name: str, address: str) -> Line:
    pairs = [(_asked(visitor, address), _asked(visitor, FRAME)) for _ in range(TIMES)]
    at_most = OF_FRAME if address == PAGE else None
    return Line(name, [taken for taken, _ in pairs], ratios={Beside.FRAME: ratio_of(pairs, at_most)})


def _asked(visitor: Visitor, address: str) -> float:
    answer = visitor.get(address)
    if answer.status != 200:
        raise RuntimeError(f"{address} was not answered: {answer.status}")
    return answer.milliseconds


def make_clubs(data: Path) -> None:
    """Make the children, the clubs and their registers."""
    chance = Random(0)
    with practice_in(data) as practice:
        children = _children(practice)
        for number in range(CLUBS):
            regulars = children[number::CLUBS]
            with practice.writing("supervisor") as work:
                _make_club(work, chance, number, regulars)


def _children(practice: Practice) -> list[UUID]:
    """Make children until there are enough regulars, and return them."""
    while True:
        with practice.writing("field") as work:
            query = select(Child.id).where(Child.base_id == work.person.base_id).order_by(Child.code)
            there = list(work.session.scalars(query))
            if len(there) >= REGULARS:
                return there[:REGULARS]
            from_ = work.now - timedelta(days=300)
            members = make_families(
                Random(len(there)),
                "PP",
                A_WORK,
                from_=from_,
                until=work.now,
                taken=set(),
            )
            for member in members:
                make_child(work, ChildInput(member.id, member.profile))


def _make_club(work: UnitOfWork, chance: Random, number: int, regulars: list[UUID]) -> None:
    typed = ClubInput(f"Club {number + 1}", "A yard", "", (Weekly(number % 7, "14:00", "16:00"),), 40)
    club = work.session.get_one(KidsClub, make_club(work, uuid4(), typed))
    folder = folder_to_write(work, FolderKind.CLUB, club.folder_id, base_id=club.base_id)
    of = {"club_id": club.id, "base_id": club.base_id, "folder_id": folder.id}
    for child_id in regulars:
        folder.write(
            ClubChild(id=uuid4(), child_id=child_id, added_by=work.person.id, added_at=work.now, **of)
        )
    rates = {id_: chance.uniform(0.6, 0.98) for id_ in regulars}
    away = {id_ for id_ in regulars if chance.random() < AWAY}
    for week in range(WEEKS):
        on = local_day(work.now) - timedelta(weeks=WEEKS - week)
        rains = 0.2 if chance.random() < RAIN else 1.0
        gone = away if WEEKS - week <= 4 else set()
        came = [id_ for id_ in regulars if id_ not in gone and chance.random() < rates[id_] * rains]
        marks = tuple(Mark(id_, work.person.id, work.now) for id_ in came)
        begins_at = to_utc(datetime.combine(on, time(14)))
        session = ClubSession(
            id=uuid4(),
            held_on=on,
            begins_at=begins_at,
            ends_at=begins_at + timedelta(hours=2),
            state=SessionState.HELD.value,
            written_by=work.person.id,
            written_at=work.now,
            **of,
        )
        folder.write(session, Register(marks, len(regulars)))


if __name__ == "__main__":
    make_clubs(Path(sys.argv[1]))
