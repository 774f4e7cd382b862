"""The kids' clubs: half a year of weekly registers, with rain, a holiday, a regular who stays away; a centre's days."""

from collections.abc import Iterator
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
from app.foundation.vocabulary.club_kinds import ClubKind
from app.foundation.vocabulary.club_sessions import CancelReason
from app.practice.nights import Street
from app.practice.organisation import SEED, Practice
from app.practice.year import Year

LASTS = timedelta(days=182)
CENTRE_LASTS = timedelta(days=28)
BEGINS, ENDS = time(14, 0), time(16, 0)
OPENS, CLOSES = time(8, 0), time(17, 0)
LESSONS = ("English", "Drawing", "Sewing", "")
"""What children learn at the centre; some come for the meal alone."""
REGISTER_AFTER = timedelta(minutes=20)
GONE_FOR = timedelta(days=26)
"""Since when one regular of the first club has not come."""
USUAL = (0.95, 0.9, 0.85, 0.85, 0.8, 0.7, 0.5)
"""How often children come: most nearly always, some every other time."""
HOLIDAY = 12
"""Which session of each club is not held."""
RAIN = 0.12
"""How many sessions it rains at; few come then."""


@dataclass
class Club:
    """One club: who makes and leads it, on which weekdays (Monday is 0) it meets, and who comes how often.

    `lasts` is how long it has met by the end of the year; `on_paper_by`: who takes its registers on paper, as its
    leader types them later.
    """

    base: str
    name: str
    place: str
    weekdays: tuple[int, ...]
    made_by: str
    leader: str
    size: int
    has_absent: bool = False
    also_led_by: tuple[str, ...] = ()
    kind: ClubKind = ClubKind.CLUB
    hours: tuple[time, time] = (BEGINS, ENDS)
    lasts: timedelta = LASTS
    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - made-up data, the same every time
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
            (1,),
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
            (5,),
            "supervisor",
            "kunthea",
            12,
            on_paper_by="Bong Sokha, who volunteers",
        ),
        Club("SR", "Temple school", "The school's veranda", (3,), "othersupervisor", "arun", 8),
        Club(
            "PP",
            "Open door",
            "The blue gate opposite the market",
            (0, 1, 2, 3, 4),
            "supervisor",
            "kunthea",
            9,
            kind=ClubKind.CENTRE,
            hours=(OPENS, CLOSES),
            lasts=CENTRE_LASTS,
        ),
    )


def note_clubs(practice: Practice, year: Year, street: Street, *, ends: datetime) -> None:
    """Write the clubs and every session of theirs into the diary."""
    for club in clubs():
        began = ends - club.lasts
        year.at(began, partial(_begin, practice, street, club))
        for number, slot in enumerate(_slots(club, began, ends)):
            act = (
                partial(_cancel, practice, club, slot)
                if number == HOLIDAY
                else partial(_take, practice, street, club, slot, ends - GONE_FOR)
            )
            year.at(slot.ends_at + REGISTER_AFTER, act)


def _slots(club: Club, began: datetime, ends: datetime) -> Iterator[Slot]:
    """Yield every session of a club that begins after it was made, and whose register is taken by the end."""
    for after in range((ends - began).days + 1):
        day = local_day(began) + timedelta(days=after)
        slot = Slot(*(to_utc(datetime.combine(day, hour)) for hour in club.hours))
        is_in_time = began < slot.begins_at and slot.ends_at + REGISTER_AFTER < ends
        if day.weekday() in club.weekdays and is_in_time:
            yield slot


def _begin(practice: Practice, street: Street, club: Club) -> None:
    known = [each for each in street.known[club.base] if each.rule is None]
    with_rule = [each for each in street.known[club.base] if each.rule is not None]
    members = club.chance.sample(known, k=min(club.size, len(known)))
    club.rates = {each.id: club.chance.choice(USUAL) for each in members}
    if club.has_absent:
        # Somebody with a contact rule, so that it stands beside the name wherever she is to be met.
        club.absent_id = (with_rule or members)[0].id
        club.rates[club.absent_id] = 1.0
    begins, ends = (f"{hour:%H:%M}" for hour in club.hours)
    plan = tuple(Weekly(weekday, begins, ends) for weekday in club.weekdays)
    with practice.writing(club.made_by) as work:
        make_club(work, club.id, ClubInput(club.name, club.place, "", plan, 30, club.kind))
        for leader in (club.leader, *club.also_led_by):
            make_leader(work, club.id, practice.ids[leader])


def _take(practice: Practice, street: Street, club: Club, slot: Slot, gone_since: datetime) -> None:
    chance = club.chance
    rains = chance.random() < RAIN
    came = [id_ for id_, rate in club.rates.items() if chance.random() < (rate * 0.2 if rains else rate)]
    if slot.begins_at >= gone_since:
        came = [id_ for id_ in came if id_ != club.absent_id]
    newcomers = [each.id for each in street.known[club.base] if each.id not in club.rates]
    if newcomers and not rains and chance.random() < 0.15:
        club.rates[newcomers[0]] = chance.choice(USUAL)
        came.append(newcomers[0])
    marks = {id_: _day(chance) if club.kind is ClubKind.CENTRE else Said() for id_ in came}
    with practice.writing(club.leader) as work:
        paper = partial(RegisterInput, taken_by=club.on_paper_by, is_paper=bool(club.on_paper_by))
        take_register(work, club.id, slot, paper(0, marks, marks, expected=len(club.rates)))


def _day(chance: Random) -> Said:
    """Return what a centre writes of one child's day."""
    return Said(
        came_at=f"{chance.choice((8, 9, 10)):02}:{chance.choice((0, 10, 25, 40)):02}",
        left_at=f"{chance.choice((14, 15, 16)):02}:{chance.choice((0, 15, 30)):02}",
        lesson=chance.choice(LESSONS),
        had_meal=chance.random() < 0.9,
        fetched_by=chance.choice(("", "", "the older sister", "the grandmother")),
    )


def _cancel(practice: Practice, club: Club, slot: Slot) -> None:
    with practice.writing(club.leader) as work:
        cancel_session(work, club.id, slot, CancelReason.HOLIDAY)
