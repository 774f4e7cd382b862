"""The home visits of the year: to one family, as it gets worse, and then nobody is home."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from app.concerns.observing import Observed
from app.concerns.posting import ConcernInput, post_concern
from app.families.documents import HouseholdProfile, MemberWords
from app.families.households import HouseholdInput, begin_household
from app.families.members import MemberInput, add_member
from app.foundation.local_time import local_day
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.family_roles import FamilyRole
from app.foundation.vocabulary.seen_hows import SeenHow
from app.foundation.vocabulary.urgencies import Urgency
from app.foundation.vocabulary.visit_failures import VisitFailure
from app.foundation.vocabulary.visit_grades import VisitGrade
from app.foundation.vocabulary.visit_parts import VisitPart
from app.home_visits.asking import concern_raised
from app.home_visits.documents import Checked, ChildSeen
from app.home_visits.going import check_visitor, leave
from app.home_visits.pages import visit_page
from app.home_visits.planning import VisitInput, plan_visit
from app.home_visits.reporting import ReportInput, VainInput, write_in_vain, write_report
from app.outreach.night_times import time_of
from app.outreach.shifts import Check
from app.practice.calendar import day_after, just_before, moment_of
from app.practice.children import Member
from app.practice.organisation import Practice
from app.practice.year import Year

PLANNED_BY, VISITORS = "theary", ("theary", "kunthea")
BEFOREHAND, AWAY = timedelta(days=2), timedelta(hours=2)
GOOD = (
    Checked(VisitPart.HEALTH, VisitGrade.A, "both have their health cards"),
    Checked(VisitPart.SCHOOL, VisitGrade.A, "the older one reads to us"),
    Checked(VisitPart.FOOD, VisitGrade.A),
    Checked(VisitPart.CAREGIVER, VisitGrade.A, "she laughs with them"),
    Checked(VisitPart.SAFETY, VisitGrade.A),
)
WORSE = (
    Checked(VisitPart.HEALTH, VisitGrade.B, "a cough for three weeks, no clinic yet"),
    Checked(VisitPart.SCHOOL, VisitGrade.B, "not at school since the rain"),
    Checked(VisitPart.FOOD, VisitGrade.A),
    Checked(VisitPart.CAREGIVER, VisitGrade.B, "she is tired and speaks little"),
    Checked(VisitPart.SAFETY, VisitGrade.C, "a lender comes every evening and asks for the older child"),
)
AFRAID = (
    "A man who lent the family money comes every evening. He says the older child could work off the debt."
)


@dataclass
class House:
    """The family of the visits, and its children once they are known."""

    practice: Practice
    known: Sequence[Member]
    id: UUID = field(default_factory=uuid4)
    children: tuple[UUID, ...] = ()


def note_visits(practice: Practice, year: Year, known: Sequence[Member], *, ends: datetime) -> None:
    """Write a family and its visits into the diary: a green one, a red one with its concern, and one in vain.

    `known` are the children whom the base knows by then; the first is of the family.
    """
    house = House(practice, known)
    year.at(moment_of(120, ends), partial(_begin, house))
    for days, report in ((99, _find_good), (20, _find_worse), (9, _find_nobody)):
        visit_id = uuid4()
        at = moment_of(days, ends)
        year.at(at - BEFOREHAND, partial(_plan, house, visit_id, at))
        if report is not _find_nobody:
            year.at(at, partial(_leave, house, visit_id))
            year.at(at + AWAY - timedelta(minutes=20), partial(_come_back, house, visit_id))
        year.at(at + AWAY, partial(report, house, visit_id))


def _begin(house: House) -> None:
    child, practice = house.known[0], house.practice
    name = child.profile.guardian.name or "the family behind the pagoda"
    with practice.writing(PLANNED_BY) as work:
        begin_household(work, house.id, HouseholdInput(HouseholdProfile(name, needs="a dry roof")))
    safe = MemberWords(FamilyRole.AUNT, name, ContactSafety.YES, "in the morning, at the market stall")
    for words, child_id in ((safe, None), (MemberWords(FamilyRole.CHILD), child.id)):
        with practice.writing(PLANNED_BY) as work:
            add_member(work, house.id, uuid4(), MemberInput(words, child_id))
    house.children = (child.id,)


def _plan(house: House, visit_id: UUID, at: datetime) -> None:
    people = tuple(house.practice.ids[name] for name in VISITORS)
    new = VisitInput(
        local_day(at),
        people,
        house.children,
        purpose="How they are since the rent went up",
        way="Behind the pagoda, the blue door; ask for the noodle seller",
    )
    with house.practice.writing(PLANNED_BY) as work:
        plan_visit(work, house.id, visit_id, new)


def _leave(house: House, visit_id: UUID) -> None:
    with house.practice.writing(VISITORS[1]) as work:
        leave(work, visit_id, time_of(work.now + AWAY))


def _come_back(house: House, visit_id: UUID) -> None:
    for name in VISITORS:
        with house.practice.writing(name) as work:
            check_visitor(work, visit_id, house.practice.ids[name], Check.OUT)


def _find_good(house: House, visit_id: UUID) -> None:
    _report(
        house, visit_id, GOOD, words="They were cooking together. The older one showed us her school book."
    )


def _find_worse(house: House, visit_id: UUID) -> None:
    _report(house, visit_id, WORSE, words="It was quiet. Nobody wanted to sit outside.", dangers=AFRAID)
    concern_id, practice = uuid4(), house.practice
    seen = Observed(EvidenceBasis.TOLD, AFRAID, just_before(practice.clock.now(), hours=1), place="at home")
    with practice.writing(VISITORS[1]) as work:
        post_concern(work, ConcernInput(concern_id, Urgency.HIGH, seen, child_id=house.children[0]))
        concern_raised(work, visit_id, concern_id)


def _find_nobody(house: House, visit_id: UUID) -> None:
    version = _version(house, visit_id)
    typed = VainInput(
        just_before(house.practice.clock.now(), hours=1),
        VisitFailure.NOBODY_HOME,
        day_after(house.practice.clock.now(), 4),
        words="The door was locked. A neighbour says they are at the wedding until Sunday.",
        next_step="Theary asks at the market stall on Monday morning",
    )
    with house.practice.writing(VISITORS[0]) as work:
        write_in_vain(work, visit_id, typed, version=version)


def _report(
    house: House, visit_id: UUID, checks: tuple[Checked, ...], *, words: str, dangers: str = ""
) -> None:
    seen = tuple(ChildSeen(id_, SeenHow.ALONE) for id_ in house.children)
    made = just_before(house.practice.clock.now(), hours=1.5)
    typed = ReportInput(made, seen, checks, words=words, dangers=dangers)
    version = _version(house, visit_id)
    with house.practice.writing(VISITORS[0]) as work:
        write_report(work, visit_id, typed, version=version)


def _version(house: House, visit_id: UUID) -> int:
    with house.practice.reading(VISITORS[0]) as work:
        return visit_page(work, visit_id).view.version
