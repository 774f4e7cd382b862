"""Families and home visits for tests, made by the services in cast members' names."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from app.families.documents import HouseholdProfile, MemberWords
from app.families.households import HouseholdInput, begin_household
from app.families.members import MemberInput, add_member
from app.foundation.local_time import local_day
from app.foundation.moments import as_typed
from app.foundation.vocabulary.family_roles import FamilyRole
from app.foundation.vocabulary.seen_hows import SeenHow
from app.foundation.vocabulary.visit_failures import VisitFailure
from app.foundation.vocabulary.visit_grades import VisitGrade
from app.foundation.vocabulary.visit_parts import VisitPart
from app.home_visits.documents import Checked, ChildSeen
from app.home_visits.going import check_visitor, leave
from app.home_visits.pages import VisitPage, visit_page
from app.home_visits.planning import VisitInput, plan_visit
from app.home_visits.reporting import ReportInput, VainInput, write_in_vain, write_report
from app.outreach.night_times import time_of
from app.outreach.shifts import Check
from models.home_visit import HomeVisit
from tests.support.organisation import Organisation

PAIR = ("field", "caseworker")


def family_of(
    organisation: Organisation, *children: UUID, by: str = "caseworker", name: str = "the family by the pond"
) -> UUID:
    """Write a family down with these children, who belong to it since nobody knows when."""
    household_id = uuid4()
    with organisation.writing(by) as work:
        begin_household(work, household_id, HouseholdInput(HouseholdProfile(name)))
    for child_id in children:
        with organisation.writing(by) as work:
            add_member(work, household_id, uuid4(), MemberInput(MemberWords(FamilyRole.CHILD), child_id))
    return household_id


def planned(organisation: Organisation, *, visitors: tuple[str, ...] = PAIR, **changes: Any) -> VisitInput:
    """Return a visit as typed: today, by a pair."""
    people = tuple(organisation.ids[name] for name in visitors)
    day = changes.pop("planned_on", None) or local_day(organisation.clock.now())
    return VisitInput(planned_on=day, visitors=people, **changes)


def visit_to(
    organisation: Organisation,
    household_id: UUID,
    *children: UUID,
    by: str = "caseworker",
    visitors: tuple[str, ...] = PAIR,
    visit_id: UUID | None = None,
    **changes: Any,
) -> UUID:
    """Plan a visit to a family and these of its children."""
    with organisation.writing(by) as work:
        new = planned(organisation, visitors=visitors, children=children, **changes)
        return plan_visit(work, household_id, visit_id or uuid4(), new)


def left(organisation: Organisation, visit_id: UUID, *, by: str = "field", hours: float = 2) -> None:
    """Leave for a visit, to be back in some hours."""
    back = time_of(organisation.clock.now() + timedelta(hours=hours))
    with organisation.writing(by) as work:
        leave(work, visit_id, back)


def is_back(organisation: Organisation, visit_id: UUID, name: str, *, by: str = "field") -> None:
    """Say that somebody is back from a visit."""
    with organisation.writing(by) as work:
        check_visitor(work, visit_id, organisation.ids[name], Check.OUT)


def found(
    organisation: Organisation,
    visit_id: UUID,
    grades: str = "aaaaa",
    *,
    by: str = "field",
    version: int | None = None,
    words: str = "the roof is new",
    how: SeenHow = SeenHow.ALONE,
    why: str = "",
    next_on: date | None = None,
    next_why: str = "",
) -> None:
    """Write down what was found at a visit now, with one letter for each part of the checklist."""
    with organisation.writing(by) as work:
        page = visit_page(work, visit_id)
        now = as_typed(work.now)
        checks = tuple(
            Checked(part, VisitGrade(grade)) for part, grade in zip(VisitPart, grades, strict=False)
        )
        seen = tuple(ChildSeen(id_, how, why) for id_ in page.view.children)
        typed = ReportInput(now, seen, checks, words=words, next_on=next_on, next_why=next_why)
        write_report(work, visit_id, typed, version=version or page.view.version)


def in_vain(organisation: Organisation, visit_id: UUID, *, by: str = "field", **changes: Any) -> None:
    """Write down that nobody was home."""
    with organisation.writing(by) as work:
        version = work.session.get_one(HomeVisit, visit_id).version
        typed = VainInput(
            as_typed(work.now),
            VisitFailure.NOBODY_HOME,
            local_day(work.now) + timedelta(days=3),
            **({"next_step": "try again in the evening"} | changes),
        )
        write_in_vain(work, visit_id, typed, version=version)


def visit_as(organisation: Organisation, visit_id: UUID, name: str = "caseworker") -> VisitPage:
    """Return a visit's page as somebody sees it."""
    with organisation.reading(name) as work:
        return visit_page(work, visit_id)
