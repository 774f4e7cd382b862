"""The nights: two teams by the river and one in the north, out every week, and the children they meet."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID, uuid4

from app.foundation.local_time import local_day, to_typed, to_utc
from app.foundation.vocabulary.age_bands import AgeBand, age_band
from app.foundation.vocabulary.company import Company
from app.foundation.vocabulary.encounter_actions import EncounterAction
from app.foundation.vocabulary.needs import Need
from app.foundation.vocabulary.sexes import Sex
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place, RoutePlan
from app.outreach.routes import make_route
from app.outreach.shifts import Check, Missing, ShiftInput, check, end_shift, open_shift
from app.outreach.signs import signs_from, street_pack
from app.outreach.writing import EncounterInput, write_encounter
from app.practice.children import Member, write_child
from app.practice.organisation import Practice
from app.practice.words.looks import LOOKS
from app.practice.words.nights import CALM_ENDINGS, MEETINGS, OPENINGS
from app.practice.year import Year

STARTS, DUE_BACK = time(18, 30), time(23, 0)
FIRST_MEETING_AFTER, LAST_MEETING_AFTER = timedelta(minutes=20), timedelta(hours=3, minutes=50)
ENDS_AFTER = timedelta(hours=4, minutes=10)
CALM_SIGNS = ("late_or_school_hours", "moved_from_province_or_border", "lives_where_works", "family_debt")
"""Signs of the street pack that ask for attention and for no alarm."""


@dataclass
class Team:
    """Who goes out together, on which weekday (Monday is 0), along which route, and how many they meet."""

    base: str
    leader: str
    mates: tuple[str, ...]
    weekday: int
    route: RoutePlan
    made_by: str
    meetings: tuple[int, int]
    every_weeks: int = 1
    route_id: UUID = field(default_factory=uuid4)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody on the team, the leader first."""
        return (self.leader, *self.mates)


def teams() -> tuple[Team, ...]:
    """Return the teams, each with its route."""
    return (
        Team(
            "PP", "field", ("piseth",), 1,
            RoutePlan("Promenade", ("1201",), ("Stone lions", "Ferry steps", "Night market gate", "Our bench")),
            "supervisor", (4, 7),
        ),
        Team(
            "PP", "kunthea", ("visal",), 4,
            RoutePlan("Old market and arcade", ("1202",), ("Arcade", "Fountain", "Bus station", "Car wash")),
            "supervisor", (3, 6),
        ),
        Team(
            "SR", "arun", ("dalin",), 3,
            RoutePlan("Night bus and temple road", ("1710",), ("Night bus", "Drinks stands", "Temple school")),
            "othersupervisor", (3, 5), every_weeks=2,
        ),
    )  # fmt: skip


@dataclass
class Street:
    """The children of each base as far as they are written down, and those who are still to be met."""

    known: dict[str, list[Member]]
    to_meet: dict[str, list[Member]]

    def meet_new(self, base: str, now: datetime) -> Member | None:
        """Return a child who is met for the first time, if one is due by now."""
        waiting = self.to_meet[base]
        return waiting.pop(0) if waiting and waiting[0].known_at <= now else None


def note_nights(practice: Practice, year: Year, street: Street, *, begins: datetime, ends: datetime) -> None:
    """Write every night of every team into the diary; routes are made before the first."""
    for team in teams():
        year.at(begins, partial(_make_route, practice, team))
        day = local_day(begins) + timedelta(days=1)
        day += timedelta(days=(team.weekday - day.weekday()) % 7)
        while (starts_at := to_utc(datetime.combine(day, STARTS))) + ENDS_AFTER < ends:
            _note_night(practice, year, street, team, starts_at)
            day += timedelta(weeks=team.every_weeks)


def _make_route(practice: Practice, team: Team) -> None:
    with practice.writing(team.made_by) as work:
        make_route(work, team.route_id, team.route)


def _note_night(practice: Practice, year: Year, street: Street, team: Team, starts_at: datetime) -> None:
    shift_id, chance = uuid4(), practice.chance
    span = LAST_MEETING_AFTER - FIRST_MEETING_AFTER
    year.at(starts_at, partial(_begin, practice, team, shift_id))
    for _ in range(chance.randint(*team.meetings)):
        met_at = starts_at + FIRST_MEETING_AFTER + span * chance.random()
        year.at(met_at, partial(_meet, practice, street, team, shift_id))
    year.at(starts_at + ENDS_AFTER, partial(_end, practice, team, shift_id))


def _begin(practice: Practice, team: Team, shift_id: UUID) -> None:
    with practice.writing(team.leader) as work:
        out = tuple(practice.ids[name] for name in team.people)
        words = practice.chance.choice(OPENINGS)
        open_shift(work, ShiftInput(shift_id, out, STARTS, DUE_BACK, team.route_id, words))
        for staff_id in out:
            check(work, shift_id, staff_id, Check.IN)


def _end(practice: Practice, team: Team, shift_id: UUID) -> None:
    with practice.writing(team.leader) as work:
        for name in team.people:
            check(work, shift_id, practice.ids[name], Check.OUT)
        end_shift(work, shift_id, words=practice.chance.choice(CALM_ENDINGS), missing=Missing.ASK)


def _meet(practice: Practice, street: Street, team: Team, shift_id: UUID) -> None:
    """Meet one to three children: now and then a new one, mostly known ones, sometimes somebody unknown."""
    chance, writer = practice.chance, practice.chance.choice(team.people)
    children: list[MetChildInput] = []
    new = street.meet_new(team.base, practice.clock.now())
    if new is not None:
        write_child(practice, new, by=writer)
        street.known[team.base].append(new)
        children.append(_known(new))
    known = [each for each in street.known[team.base] if each is not new]
    if known and (new is None or chance.random() < 0.3):
        children += [
            _known(each) for each in chance.sample(known, k=min(chance.choice((1, 1, 1, 2)), len(known)))
        ]
    if not children or chance.random() < 0.15:
        children.append(_unknown(practice))
    with practice.writing(writer) as work:
        met = to_typed(practice.clock.now()).time()
        account = _account(practice, team, count=len(children))
        write_encounter(work, shift_id, uuid4(), EncounterInput(met, account, len(children), tuple(children)))


def _known(child: Member) -> MetChildInput:
    band = age_band(child.profile.age.low if child.profile.age else None)
    return MetChildInput(ChildDescription(child.profile.sex, band), child.id)


def _unknown(practice: Practice) -> MetChildInput:
    chance = practice.chance
    band = chance.choice((AgeBand.FROM_6_TO_12, AgeBand.FROM_6_TO_12, AgeBand.FROM_13_TO_17))
    return MetChildInput(ChildDescription(chance.choice((Sex.FEMALE, Sex.MALE)), band, chance.choice(LOOKS)))


def _account(practice: Practice, team: Team, *, count: int) -> Account:
    chance = practice.chance
    pack = street_pack()
    signs = {chance.choice(CALM_SIGNS): "seen"} if chance.random() < 0.2 else {}
    company = Company.OTHER_CHILDREN if count > 1 else chance.choice((Company.ALONE, Company.CAREGIVER))
    needs = (Need.FOOD, Need.WATER, Need.SOMEONE_TO_TALK_TO, Need.SCHOOLING, Need.HEALTH_CARE)
    actions = (
        EncounterAction.TALKED,
        EncounterAction.PLAYED,
        EncounterAction.WATER,
        EncounterAction.INVITED_TO_CLUB,
    )
    return Account(
        place=Place(words=chance.choice(team.route.points)),
        company=(company,),
        pack=pack.id,
        pack_version=pack.version,
        signs=signs_from(signs, pack),
        needs_met=tuple(chance.sample(needs, k=chance.choice((1, 1, 2)))),
        actions=tuple(chance.sample(actions, k=chance.choice((1, 2)))),
        words=chance.choice(MEETINGS),
    )
