"""The kids' clubs: half a year of weekly registers, rain and a holiday among them, and one regular who stays away."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from random import Random
from uuid import UUID, uuid4

from app.clubs.documents import Weekly
from app.clubs.leaders import make_leader
from app.clubs.making import ClubInput, make_club
from app.clubs.merging import Said
from app.clubs.registers import RegisterInput, take_register
from app.clubs.session_rows import Slot
from app.clubs.session_steps import cancel_session
from app.foundation.local_time import local_day, to_utc
from app.foundation.vocabulary.club_sessions import CancelReason
from app.practice.nights import Street
from app.practice.organisation import SEED, Practice
from app.practice.year import Year

LASTS = timedelta(days=182)
BEGINS, ENDS = time(14, 0), time(16, 0)
REGISTER_AFTER = timedelta(minutes=20)
GONE_FOR = timedelta(days=26)
"""Since when one regular of the first club has not come."""
USUAL = (0.95, 0.9, 0.85, 0.85, 0.8, 0.7, 0.5)
"""How often children come: most nearly always, some every other time."""
RAIN = 0.12
"""How many sessions it rains at; few come then."""


@dataclass
class Club:
    """One club: who makes and leads it, on which weekday (Monday is 0) it meets, and who comes how often.

    `on_paper_by`: who takes its registers on paper, as its leader types them later.
    """

    base: str
    name: str
    place: str
    weekday: int
    made_by: str
    leader: str
    size: int
    has_absent: bool = False
    also_led_by: tuple[str, ...] = ()
    on_paper_by: str = ""
    id: UUID = field(default_factory=uuid4)
    rates: dict[UUID, float] = field(default_factory=dict)
    absent_id: UUID | None = None


def clubs() -> tuple[Club, ...]:
    """Return the clubs of both bases."""
    return (
        Club(
            "PP",
            "Tamarind tree",
            "The yard behind the market",
            1,
            "supervisor",
            "piseth",
            14,
            has_absent=True,
            also_led_by=("field",),
        ),
        Club(
            "PP",
            "River steps",
            "The pagoda's open hall",
            5,
            "supervisor",
            "kunthea",
            12,
            on_paper_by="Bong Sokha, who volunteers",
        ),
        Club("SR", "Temple school", "The school's veranda", 3, "othersupervisor", "arun", 8),
    )


def note_clubs(practice: Practice, year: Year, street: Street, *, ends: datetime) -> None:
    """Write the clubs and every session of theirs into the diary."""
    chance = Random(SEED)  # noqa: S311 - made-up data, and the rest of the year stays as it was
    for club in clubs():
        began = ends - LASTS
        year.at(began, partial(_begin, practice, street, club, chance))
        day = local_day(began) + timedelta(days=1)
        day += timedelta(days=(club.weekday - day.weekday()) % 7)
        number = 0
        while (ends_at := to_utc(datetime.combine(day, ENDS))) + REGISTER_AFTER < ends:
            slot = Slot(to_utc(datetime.combine(day, BEGINS)), ends_at)
            is_holiday = number == 12
            act = (
                partial(_cancel, practice, club, slot)
                if is_holiday
                else partial(_take, practice, street, club, slot, chance, ends - GONE_FOR)
            )
            year.at(ends_at + REGISTER_AFTER, act)
            day, number = day + timedelta(weeks=1), number + 1


def _begin(practice: Practice, street: Street, club: Club, chance: Random) -> None:
    known = [each for each in street.known[club.base] if each.rule is None]
    with_rule = [each for each in street.known[club.base] if each.rule is not None]
    members = chance.sample(known, k=min(club.size, len(known)))
    club.rates = {each.id: chance.choice(USUAL) for each in members}
    if club.has_absent:
        # Somebody with a contact rule, so that it stands beside the name wherever she is to be met.
        club.absent_id = (with_rule or members)[0].id
        club.rates[club.absent_id] = 1.0
    plan = (Weekly(club.weekday, f"{BEGINS:%H:%M}", f"{ENDS:%H:%M}"),)
    with practice.writing(club.made_by) as work:
        make_club(work, club.id, ClubInput(club.name, club.place, "", plan, 30))
        for leader in (club.leader, *club.also_led_by):
            make_leader(work, club.id, practice.ids[leader])


def _take(
    practice: Practice, street: Street, club: Club, slot: Slot, chance: Random, gone_since: datetime
) -> None:
    rains = chance.random() < RAIN
    came = [id_ for id_, rate in club.rates.items() if chance.random() < (rate * 0.2 if rains else rate)]
    if slot.begins_at >= gone_since:
        came = [id_ for id_ in came if id_ != club.absent_id]
    newcomers = [each.id for each in street.known[club.base] if each.id not in club.rates]
    if newcomers and not rains and chance.random() < 0.15:
        club.rates[newcomers[0]] = chance.choice(USUAL)
        came.append(newcomers[0])
    marks = {id_: Said() for id_ in came}
    with practice.writing(club.leader) as work:
        paper = partial(RegisterInput, taken_by=club.on_paper_by, is_paper=bool(club.on_paper_by))
        take_register(work, club.id, slot, paper(0, marks, marks, expected=len(club.rates)))


def _cancel(practice: Practice, club: Club, slot: Slot) -> None:
    with practice.writing(club.leader) as work:
        cancel_session(work, club.id, slot, CancelReason.HOLIDAY)
