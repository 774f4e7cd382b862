"""What clubs, families and nights cost beside the frame: 65 clubs with 2,000 regulars, one of them with two years.

`python -m bench.clubs DATA` makes the clubs and their registers in a process of its own.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import select

from app.children.children import ChildInput, make_child
from app.clubs.documents import Mark, Register, Weekly
from app.clubs.making import ClubInput, make_club
from app.foundation.clock import SystemClock
from app.foundation.local_time import local_day, to_utc
from app.foundation.vocabulary.club_sessions import SessionState
from app.keyring.policy import FolderKind
from app.keyring.writing import folder_to_write
from app.practice.children import make_families
from app.unit_of_work import UnitOfWork
from bench.acting import Practice, practice_in
from bench.forms import fields_shown
from bench.kept import Kept, run_in
from bench.measuring import Beside, Line, ratio_of
from bench.server import Visitor, running
from bench.sides import signed_in
from bench.twins import Twin
from models.child import Child
from models.kids_club import ClubChild, ClubSession, KidsClub

CLUBS, REGULARS, WEEKS = 65, 2_000, 26
LARGE, LARGE_REGULARS, LARGE_WEEKS = 0, 40, 104
"""One club is as large as a register is to be fast for, and as old as its page is to be."""
A_WORK = 200
TIMES = 15
AWAY, RAIN = 0.04, 0.1
FRAME, AWAY_PAGE = "/account", "/clubs/staying-away"
CLUB_NAME = "Club {}"
SAVED, SHOWN_STATUS, SAVES_OF_FRAME = 303, 200, 2
SHOWN = re.compile(r'name="here" value="([^"]+)"')


def club_lines(kept: Kept) -> list[Line]:
    """Return what each page costs a supervisor, with its ratio to the frame asked beside it."""
    with tempfile.TemporaryDirectory(prefix="wayhome-bench-") as folder:
        place = Path(folder) / "place"
        shutil.copytree(kept.make(Twin.SEALED, None), place)
        run_in(Twin.SEALED.command(place, "bench.clubs", str(place / "data")), place)
        with running(place) as server:
            supervisor = signed_in(server, place, "supervisor")["supervisor"]
            supervisor.get(FRAME)
            first = _asked(supervisor, AWAY_PAGE)
            return [
                Line("who stays away, 65 clubs, first time after a start", [first]),
                *(_beside_frame(supervisor, *each) for each in _pages_of(supervisor)),
                _saves(supervisor, _large_club(supervisor)),
            ]


def _pages_of(supervisor: Visitor) -> Iterator[tuple[str, str, float | None]]:
    """Yield what is looked at: its name, its address, and how many frames it may cost."""
    club = _large_club(supervisor)
    family = _first_link(supervisor, "/families/", r"/families/[0-9a-f-]{36}")
    yield "who stays away, 65 clubs", AWAY_PAGE, 4
    yield "Today beside 65 clubs", "/today", None
    yield "register of 40 children", _register(club, 1), 1.5
    yield "a club with two years of registers", club, 2
    yield "its attendance over time", f"{club}/over-time", None
    yield "a family", family, 2
    yield "coverage of four weeks", "/outreach/coverage", None
    yield "not met for weeks", "/outreach/not-seen", None


def _large_club(visitor: Visitor) -> str:
    return _first_link(
        visitor, "/clubs/", r"/clubs/[0-9a-f-]{36}(?=\"[^<]*" + CLUB_NAME.format(LARGE + 1) + "<)"
    )


def _first_link(visitor: Visitor, address: str, pattern: str) -> str:
    found = re.search(pattern, visitor.get(address).body)
    if found is None:
        raise RuntimeError(f"{address} leads to nothing like {pattern}")
    return found[0]


def _register(club: str, days_ago: int) -> str:
    return f"{club}/register/{local_day(SystemClock().now()) - timedelta(days=days_ago)}-0900-1000"


def _beside_frame(visitor: Visitor, name: str, address: str, at_most: float | None) -> Line:
    pairs = [(_asked(visitor, address), _asked(visitor, FRAME)) for _ in range(TIMES)]
    return Line(name, [taken for taken, _ in pairs], ratios={Beside.FRAME: ratio_of(pairs, at_most)})


def _saves(visitor: Visitor, club: str) -> Line:
    """Save a register of everybody for each of some days that no plan named."""
    pairs = []
    for number in range(TIMES):
        address = _register(club, 2 + number)
        page = visitor.get(address).body
        children = SHOWN.findall(page)
        form: dict[str, str | list[str]] = {
            **fields_shown(page, "version"),
            "shown": children,
            "here": children,
        }
        form.pop("find", None)
        answer = visitor.post(address, form)
        if answer.status != SAVED or len(children) < LARGE_REGULARS:
            raise RuntimeError(f"{len(children)} children were not saved: {answer.status}")
        pairs.append((answer.milliseconds, _asked(visitor, FRAME)))
    return Line(
        "saving 40 marks",
        [taken for taken, _ in pairs],
        ratios={Beside.FRAME: ratio_of(pairs, SAVES_OF_FRAME)},
    )


def _asked(visitor: Visitor, address: str) -> float:
    answer = visitor.get(address)
    if answer.status != SHOWN_STATUS:
        raise RuntimeError(f"{address} was not answered: {answer.status}")
    return answer.milliseconds


def make_clubs(data: Path) -> None:
    """Make the children, the clubs and their registers."""
    chance = Random(0)
    with practice_in(data) as practice:
        children = _children(practice)
        for number in range(CLUBS):
            regulars = children[:LARGE_REGULARS] if number == LARGE else children[number::CLUBS]
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
    typed = ClubInput(CLUB_NAME.format(number + 1), "A yard", "", (Weekly(number % 7, "14:00", "16:00"),), 40)
    club = work.session.get_one(KidsClub, make_club(work, uuid4(), typed))
    folder = folder_to_write(work, FolderKind.CLUB, club.folder_id, base_id=club.base_id)
    of = {"club_id": club.id, "base_id": club.base_id, "folder_id": folder.id}
    for child_id in regulars:
        folder.write(
            ClubChild(id=uuid4(), child_id=child_id, added_by=work.person.id, added_at=work.now, **of)
        )
    rates = {id_: chance.uniform(0.6, 0.98) for id_ in regulars}
    away = {id_ for id_ in regulars if chance.random() < AWAY}
    weeks = LARGE_WEEKS if number == LARGE else WEEKS
    for week in range(weeks):
        on = local_day(work.now) - timedelta(weeks=weeks - week)
        rains = 0.2 if chance.random() < RAIN else 1.0
        gone = away if weeks - week <= 4 else set()
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
